import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { parse } from 'yaml'
import { describe, expect, it } from 'vitest'
import { StagecoachErrors } from '../error.ts'
import { configJsonSchema } from './config-json-schema.ts'
import { parseConfig } from './parse-config.ts'

const origin = { file: '.github/stagecoach.yml', blob: 'b'.repeat(40), defaultBranch: 'main' }
const fixture = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8')

/** The problems without the file's name, one line each. */
function problems(text: string): string[] {
  try {
    parseConfig(text, origin)
    return []
  } catch (error) {
    if (!(error instanceof StagecoachErrors)) throw error
    expect(error.code).toBe('config-invalid')
    return error.problems.map(
      ({ line, column, message, hint }) => `${line}:${column}: ${message}${hint === undefined ? '' : ` (${hint})`}`,
    )
  }
}

const pipeline = (environments: string): string => `version: 1\nenvironments:\n${environments}`

it('remembers which file it was', () => {
  const config = parseConfig(fixture('sample.yml'), { ...origin, file: 'ops/stagecoach.yml' })
  expect(config).toMatchObject({ path: 'ops/stagecoach.yml', blob: origin.blob })
})

describe('the sample of the design', () => {
  it('is read with its defaults, in pipeline order', () => {
    const config = parseConfig(fixture('sample.yml'), origin)
    expect(config.environments.map(({ name, production, branch }) => ({ name, production, branch }))).toEqual([
      { name: 'integration', production: false, branch: 'env/integration' },
      { name: 'qa', production: false, branch: 'env/qa' },
      { name: 'production', production: true, branch: 'main' },
    ])
    const [integration, qa, production] = config.environments
    expect(integration).toMatchObject({ autoPromote: true, disposable: true, deploy: './ops/deploy.sh' })
    expect(integration?.verify).toEqual([
      { kind: 'sql', sql: 'select count(*) > 0 from product', database: 'main', timeout: 60_000 },
      { kind: 'http', url: 'https://int.shop.example/health', expect: 200, timeout: 60_000 },
    ])
    expect(qa).toMatchObject({ after: ['integration'], gates: [], rollbackGates: [], lanes: {}, verify: [], config: {} })
    expect(production?.gates.map((gate) => gate.gate)).toEqual([
      'deployed',
      'rehearsed',
      'migrations',
      'approvals',
      'checks',
      'freeze',
    ])
    expect(production?.gates[0]).toEqual({ gate: 'deployed', to: 'qa', for: 86_400_000 })
    expect(production?.lanes['hotfix']).toEqual({
      skip: ['deployed'],
      require: [{ gate: 'approvals', count: 2, teams: [], fourEyes: true }],
    })
  })

  it('is accepted by the JSON Schema, which refuses its broken twin', () => {
    const validate = new Ajv2020({ strict: false }).compile(configJsonSchema())
    expect(validate(parse(fixture('sample.yml')))).toBe(true)
    expect(validate(parse(fixture('broken.yml'), { uniqueKeys: false }))).toBe(false)
  })

  it('shows every problem of its broken twin at once, each in its place', () => {
    expect(problems(fixture('broken.yml'))).toMatchInlineSnapshot(`
      [
        "1:10: \`version\` must be 1",
        "2:1: \`databse\` is not known in the file (did you mean \`database\`?)",
        "3:25: \`database.migrations\` must be a folder inside the repository, without a slash at its end",
        "4:10: \`release.files\` is missing in \`release\`",
        "8:5: \`autopromote\` is not known in \`environments.integration\` (did you mean \`auto-promote\`?)",
        "10:38: \`environments.integration.databases.main.url\` must be env:NAME with letters, digits and underscores",
        "11:16: 'reports' needs \`engine: postgres\` or \`engine: embedded\`, since its url is known only when it runs",
        "13:36: 'integration' has no database 'mian' (did you mean 'main'?)",
        "14:17: \`environments.integration.verify[2].http\` must begin with http:// or https://, or be env:NAME",
        "15:9: \`environments.integration.verify[3]\` has \`database\`, which means nothing beside \`http\`",
        "16:9: \`environments.integration.verify[4]\` must have exactly one of \`sql\`, \`http\` and \`command\`",
        "18:13: 'env/integration' is the branch of 'integration' already",
        "19:13: there is no environment 'integraton' (did you mean 'integration'?)",
        "20:34: \`engine\` is embedded, but the url is that of postgres",
        "21:22: \`environments.staging.branch\` must be the name of a branch",
        "21:55: Map keys must be unique",
        "22:3: 'Production' must be 1 to 63 lower-case letters, digits and dashes, beginning with a letter or digit",
        "26:29: \`price_url\` differs from \`PRICE_URL\` only in case",
        "26:50: \`environments.Production.config.COUNT\` must be a text (write it in quotes)",
        "28:25: 'prodution' is no environment before 'Production'",
        "28:41: \`environments.Production.gates[1].deployed.for\` must be a whole number and one of ms, s, m, h, d, w, such as 24h",
        "29:29: \`environments.Production.gates[2].approvals.count\` must be at least 1",
        "29:32: \`fourEyes\` is not known in \`environments.Production.gates[2].approvals\` (did you mean \`four-eyes\`?)",
        "30:21: \`migrations\` both allows and asks for expand",
        "30:39: \`environments.Production.gates[3].migrations.allow[2]\` must be one of expand, contract, behavioural, data, unknown",
        "31:17: \`environments.Production.gates[4].checks\` is empty",
        "32:9: \`environments.Production.gates[5]\` must be one gate, such as \`- checks: [ci]\`",
        "34:26: \`environments.Production.gates[6].freeze[1].rule\` is not a recurrence rule: Invalid time zone specified: EUROPE/BERLIM",
        "35:9: \`frieze\` is not known in \`environments.Production.gates[7]\` (did you mean \`freeze\`?)",
        "35:9: \`environments.Production.gates[7]\` must be one gate, such as \`- checks: [ci]\`",
        "36:31: \`environments.Production.lanes.hotfix.skip[1]\` must be one of deployed, rehearsed, migrations, approvals, checks, freeze, content",
      ]
    `)
  })
})

describe('the digest of an environment', () => {
  const digest = (rest: string): string | undefined =>
    parseConfig(pipeline(`  production: { branch: main, ${rest} }`), origin).environments[0]?.digest
  it('changes with deploy, verify and config, and with nothing else', () => {
    const plain = digest('deploy: ./a')
    expect(digest('deploy: ./a, auto-promote: true')).toBe(plain)
    expect(digest('deploy: ./b')).not.toBe(plain)
    expect(digest('deploy: ./a, config: { A: b }')).not.toBe(plain)
    expect(digest('deploy: ./a, verify: [{ command: ./check }]')).not.toBe(plain)
  })
})

describe('the gate `checks`', () => {
  const gates = (checks: string): string => pipeline(`  p: { branch: main, gates: [{ checks: ${checks} }] }`)
  it('takes names, and names of what one App reports', () => {
    const config = parseConfig(gates('[ci, { name: audit, app: trusted-ci }]'), origin)
    const checks = [{ name: 'ci' }, { name: 'audit', app: 'trusted-ci' }]
    expect(config.environments[0]?.gates).toEqual([{ gate: 'checks', checks }])
  })

  it.each(['{ name: audit }', '{ nme: audit, app: ci }', '7'])('refuses %s', (check) => {
    expect(problems(gates(`[${check}]`))).toEqual([
      '3:41: `environments.p.gates[1].checks[1]` must be the name of a check, or `{ name, app }` with the slug of the GitHub App that reports it',
    ])
  })

  it('refuses the name of an App in place of its slug', () => {
    expect(problems(gates('[{ name: audit, app: Trusted CI }]'))).toEqual([
      '3:61: `environments.p.gates[1].checks[1].app` must be the slug of a GitHub App: lower-case letters, digits and dashes',
    ])
  })
})

describe('a pipeline', () => {
  it('keeps the order of the file where nothing comes after something', () => {
    const config = parseConfig(
      pipeline(
        '  production: { branch: main, after: [b, a] }\n  b: { branch: b }\n  c: { branch: c, after: [d] }\n  d: { branch: d }\n  a: { branch: a, after: [c] }',
      ),
      origin,
    )
    expect(config.environments.map((each) => each.name)).toEqual(['b', 'd', 'c', 'a', 'production'])
  })

  it.each([
    [
      'a cycle',
      '  a: { branch: a, after: [b] }\n  b: { branch: b, after: [a] }\n  p: { branch: main, after: [a] }',
      ["3:26: 'a' comes after itself: a, b", "4:26: 'b' comes after itself: a, b"],
    ],
    ['itself', '  p: { branch: main, after: [p] }', ["3:29: 'p' comes after itself: p"]],
    [
      'an unknown name',
      '  a: { branch: a }\n  p: { branch: main, after: [aa] }',
      ["4:30: there is no environment 'aa' (did you mean 'a'?)"],
    ],
    [
      'another last branch',
      '  p: { branch: release }',
      ["3:16: 'p' is the last environment; its branch must be the default branch 'main', not 'release'"],
    ],
    [
      'a branch of ours',
      '  p: { branch: main, after: [a] }\n  a: { branch: promote/a/b }',
      ["4:16: 'promote/a/b' begins with 'promote/', which Stagecoach keeps for its own branches"],
    ],
    [
      'disposable production',
      '  p: { branch: main, disposable: true }',
      ["3:34: 'p' is the last environment, and production is never disposable"],
    ],
    [
      'a snapshot where data matters, or of nothing',
      '  p: { branch: main, after: [a], snapshot: true, databases: { main: { engine: postgres, url: env:P } } }\n  a: { branch: a, disposable: true, snapshot: true }',
      [
        "3:44: 'p' is not disposable, and a snapshot that comes back loses what was written since (add `disposable: true` if that is so; elsewhere undo scripts are the way back)",
        "4:47: 'a' has no database of which a snapshot could be taken",
      ],
    ],
    [
      'rollback gates that nobody would ask for',
      '  p: { branch: main, rollback-gates: [{ checks: [ci] }, { rehearsed: { on: clone } }, { checks: [ci], approvals: {} }] }',
      [
        '3:57: `environments.p.rollback-gates[2]` must be `checks` or `approvals`: nothing else holds up the way back',
        '3:87: `environments.p.rollback-gates[3]` must be one gate, such as `- checks: [ci]`',
      ],
    ],
    ['no environment', '  {}', ['3:3: `environments` is empty']],
    ['a gate on itself', '  p: { branch: main, gates: [{ deployed: { to: p } }] }', ["3:48: 'p' is no environment before 'p'"]],
  ])('is refused with %s', (_what, environments, expected) => {
    expect(problems(pipeline(environments))).toEqual(expected)
  })

  it('is refused with two ends', () => {
    expect(problems(pipeline('  a: { branch: a }\n  p: { branch: main }'))).toHaveLength(2)
  })
})

describe('a configuration file', () => {
  it('of more than 256 KiB is not parsed', () => {
    const large = `version: 1 # ${'x'.repeat(2_000_000)}`
    expect(() => parseConfig(large, origin)).toThrow(expect.objectContaining({ code: 'config-too-large' }))
  })

  it.each([
    ['no YAML', 'version: [1', /^1:12: /],
    ['an empty file', '', /^1:1: nothing is configured here \(delete it, and `stagecoach init` writes one/],
    ['comments alone', '# later\n', /^1:1: nothing is configured here \(delete it, and `stagecoach init` writes one/],
    ['a list', '- version', /^1:1: the file must be a map/],
    ['two documents', 'version: 1\n---\nversion: 1\n', /^2:1: /],
    ['an unknown tag', 'version: !!js/function 1', /^1:10: Unresolved tag/],
  ])('with %s is refused in its place', (_what, text, message) => {
    expect(problems(text).filter((problem) => message.test(problem))).toHaveLength(1)
  })

  it('with aliases upon aliases is refused before they are unfolded', () => {
    const laughs = [
      'a0: &a0 [x]',
      ...Array.from({ length: 9 }, (_, at) => `a${at + 1}: &a${at + 1} [${Array(9).fill(`*a${at}`).join(', ')}]`),
    ]
    expect(problems(laughs.join('\n'))).toEqual(['1:1: has more than 32 aliases'])
  })

  it('with an unknown key in a prototype name is refused', () => {
    expect(problems(`${pipeline('  p: { branch: main }')}\n__proto__: { x: 1 }`)[0]).toContain('__proto__')
  })

  it('may use an alias', () => {
    expect(
      problems(
        pipeline(
          '  a: { branch: a, databases: &d { main: { engine: embedded, url: env:A } } }\n  p: { branch: main, after: [a], databases: *d }',
        ),
      ),
    ).toEqual([])
  })

  it.each(['postgres://shop:s3cret@db.example/shop', 'postgresql://db.example/shop?user=shop&password=s3cret'])(
    'must not hold the password of %s, and the message does not show it',
    (url) => {
      const found = problems(pipeline(`  production: { branch: main, databases: { main: { url: '${url}' } } }\n`))
      expect(found).toEqual([expect.stringMatching(/^3:57: the url of 'main' holds a password/)])
      expect(found.join()).not.toContain('s3cret')
      expect(
        problems(pipeline(`  production: { branch: main, databases: { main: { url: 'postgres://shop@db.example/shop' } } }\n`)),
      ).toEqual([])
    },
  )

  it.each(['engine: embedded, ', 'engine: postgres, ', ''])('must not name a variable as if it were a folder (%s)', (engine) => {
    const given = (url: string) =>
      problems(pipeline(`  production: { branch: main, databases: { main: { ${engine}url: ${url} } } }\n`))
    expect(given('QA_DATABASE_URL')).toEqual([
      expect.stringMatching(/^3:\d+: the url of 'main' looks like .* variable \(did you mean 'env:QA_DATABASE_URL'\?/),
    ])
    if (engine.includes('embedded')) expect(given('./QA')).toEqual([])
  })

  it('infers the engine of a literal url only', () => {
    const engine = (url: string) =>
      parseConfig(pipeline(`  p: { branch: main, databases: { main: { url: "${url}" } } }`), origin).environments[0]?.databases[
        'main'
      ]?.engine
    expect(engine('postgres://db/shop')).toBe('postgres')
    expect(engine('.stagecoach-data/p')).toBe('embedded')
    expect(() => engine('env:URL')).toThrow(/needs `engine: postgres`/)
  })
})
