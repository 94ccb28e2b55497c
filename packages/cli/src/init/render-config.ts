import type { Stop } from './choose-stops.ts'

export interface ConfigChoices {
  stops: readonly Stop[]
  engine: 'postgres' | 'embedded' | 'none'
  migrations: string
}

/** A configuration to begin with: what it says works, and comments show what else there is. */
export function renderConfig({ stops, engine, migrations }: ConfigChoices): string {
  return [
    '# How a change travels from stage to stage. Read at the tip of the default branch, so a feature never judges itself.',
    'version: 1',
    'database:',
    `  # One folder per package lies below: ${migrations}/<package>/0001_name.sql, 0001_name.undo.sql, package.yml`,
    `  migrations: ${migrations}`,
    '  # Whole definitions of views, functions and triggers, run last:',
    '  # objects: db/objects',
    '# Built once per content and deployed everywhere:',
    '# release: { build: npm ci && npm run build, files: [dist/**] }',
    'environments:',
    ...stops.flatMap((stop, index) => environment(stop, stops[index - 1], index === stops.length - 1, engine)),
    '',
  ].join('\n')
}

function environment(
  { name, branch }: Stop,
  before: Stop | undefined,
  production: boolean,
  engine: ConfigChoices['engine'],
): string[] {
  const first = before === undefined
  return [
    `  ${name}:`,
    `    branch: ${branch}`,
    ...(before === undefined ? [] : [`    after: [${before.name}]`]),
    ...(production ? [] : ['    # Its database may be thrown away and made anew:', '    # disposable: true']),
    ...(first && !production ? ['    # A package that was built goes there without a person:', '    auto-promote: true'] : []),
    ...database(name, engine),
    '    # deploy: ./ops/deploy.sh',
    '    # verify: [{ http: "https://shop.example/health", expect: 200, timeout: 60s }]',
    ...gates(before, production, engine),
  ]
}

function database(name: string, engine: ConfigChoices['engine']): string[] {
  if (engine === 'none') return ['    # databases: { main: { engine: postgres, url: env:DATABASE_URL } }']
  return [
    '    # The value is a secret of the GitHub Environment; `template` names a production-like database to rehearse on.',
    `    databases: { main: { engine: ${engine}, url: env:${variableName(name)} } }`,
  ]
}

export function variableName(environment: string): string {
  return `${environment.toUpperCase().replaceAll('-', '_').replace(/^(\d)/, 'ENV_$1')}_DATABASE_URL`
}

function gates(before: Stop | undefined, production: boolean, engine: ConfigChoices['engine']): string[] {
  if (!production || before === undefined) return ['    # gates: [{ approvals: { count: 1 } }]']
  return [
    '    gates:',
    `      - deployed: { to: ${before.name}, for: 1h }`,
    ...(engine === 'none' ? [] : ['      - migrations: { allow: [expand], ask: [contract, behavioural, data, unknown] }']),
    '      - approvals: { count: 1, four-eyes: true }',
    '      # - checks: [ci]',
    '      # - freeze: [{ rule: "DTSTART;TZID=Europe/Berlin:20261220T000000\\nRRULE:FREQ=YEARLY", for: 14d }]',
    '    # lanes: { hotfix: { skip: [deployed], require: [{ approvals: { count: 2, four-eyes: true } }] } }',
  ]
}
