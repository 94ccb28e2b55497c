import { expect, it } from 'vitest'
import { renderWorkflows } from '../init/workflows.ts'
import type { BranchRules, Seen } from '../ports/forge-settings.ts'
import { sampleEnvironment } from '../testing/facts.ts'
import { diagnose } from './diagnose.ts'
import type { DoctorFacts } from './doctor-facts.ts'
import { renderDoctorMarkdown, sayDoctor } from './render-doctor.ts'

const see = <T>(value: T): Seen<T> => ({ seen: true, value })
const hidden = { seen: false, why: 'GitHub answered 403 (Forbidden)' } as const

const qa = sampleEnvironment({ name: 'qa', branch: 'env/qa', production: false })
const database = { main: { engine: 'postgres' as const, url: 'env:PRODUCTION_URL' } }
const production = sampleEnvironment({
  after: ['qa'],
  databases: database,
  gates: [{ gate: 'approvals', count: 2, teams: ['dba'], fourEyes: true }],
})
const config = { path: '.github/stagecoach.yml', database: { migrations: 'db/migrations' }, environments: [qa, production] }
const rules: BranchRules = {
  linearHistory: false,
  mergeQueue: false,
  keepsHistory: true,
  restricted: true,
  approvals: 0,
  requiredStatuses: [],
  unseen: [],
}
/** The rules as the guide says, for the branch of an environment. */
const required = (name: string, app?: number): { exists: true; rules: BranchRules } => ({
  exists: true,
  rules: { ...rules, requiredStatuses: [{ context: `stagecoach/gate/${name}`, ...(app === undefined ? {} : { app }) }] },
})
const selected = see({ branches: 'selected' as const })

const well: DoctorFacts = {
  local: { git: 'git version 2.39.5', shallow: false },
  config,
  defaultBranch: 'main',
  login: 'maya',
  token: { kind: 'classic', scopes: ['repo', 'workflow'] },
  repository: see({ private: true, mergeCommits: true, push: true, role: 'admin' as const }),
  workflowPermissions: see({ default: 'read' as const, mayCreatePullRequests: true }),
  branches: { main: required('production'), 'env/qa': required('qa'), 'stagecoach/ledger': { exists: true, rules } },
  protectedTags: see([{ include: ['refs/tags/package/**/*', 'refs/tags/release/**/*'], exclude: [] }]),
  teams: { dba: see(['dora']) },
  secrets: { '': see(['STAGECOACH_TEAM_TOKEN']), production: see(['PRODUCTION_URL']), qa: see([]), stagecoach: see([]) },
  variables: see([]),
  githubEnvironments: { qa: selected, production: selected, stagecoach: see(undefined) },
  workflows: renderWorkflows(config, { repository: 'acme/stagecoach', ref: 'v0' }),
}
const app: DoctorFacts = {
  ...well,
  workflows: renderWorkflows(config, { repository: 'acme/stagecoach', ref: 'v0' }, true),
  variables: see(['STAGECOACH_APP_CLIENT_ID']),
  githubEnvironments: { ...well.githubEnvironments, stagecoach: selected },
  secrets: Object.fromEntries(
    Object.entries(well.secrets).map(([place, seen]) => [
      place,
      see([...(seen.seen ? seen.value : []), ...(place === '' ? [] : ['STAGECOACH_APP_KEY'])]),
    ]),
  ),
  branches: { ...well.branches, main: required('production', 1), 'env/qa': required('qa', 1) },
}

it('finds nothing in a repository that is set up as the guide says, in either mode', () => {
  expect(diagnose(well).filter(({ state }) => state !== 'ok')).toEqual([])
  expect(diagnose(well).find(({ check }) => check === 'who acts')?.what).toContain('advisory')
  expect(diagnose(app).find(({ check }) => check === 'who acts')?.what).toContain('A GitHub App: rules can keep')
  expect(diagnose(app).filter(({ state }) => state !== 'ok')).toEqual([])
})

const withRules = (change: Partial<BranchRules>): Partial<DoctorFacts> => ({
  branches: { ...well.branches, 'env/qa': { exists: true, rules: { ...required('qa').rules, ...change } } },
})
const gatePath = '.github/workflows/stagecoach-gate.yml'

it.each<[why: string, change: Partial<DoctorFacts>, state: string, check: string, says: RegExp, line: RegExp]>([
  ['an old git', { local: { git: 'git version 2.30.2', shallow: false } }, 'problem', 'git version', /2\.30/, /2\.38/],
  ['a shallow clone', { local: { ...well.local, shallow: true } }, 'warning', 'clone depth', /wrong/, /--unshallow/],
  [
    'a folder that nothing deploys',
    { config: { ...config, database: { ...config.database, state: 'db/state' } } },
    'warning',
    'configuration',
    /db\/state, and nothing brings/,
    /Take `state` out/,
  ],
  [
    'a second database',
    { config: { ...config, environments: [qa, { ...production, databases: { ...database, reports: database.main } }] } },
    'warning',
    'configuration',
    /run on main, the first database of production, and not on reports/,
    /environments\.production\.databases/,
  ],
  [
    'a reader',
    { repository: see({ private: true, mergeCommits: true, push: false, role: 'read' as const }) },
    'problem',
    'token',
    /may not push/,
    /role Write/,
  ],
  ['a token that sees nothing', { repository: hidden }, 'unseen', 'token', /403/, /administrator/],
  [
    'a token without the scope',
    { token: { kind: 'classic', scopes: ['repo'] } },
    'warning',
    'token scopes',
    /workflows/,
    /`workflow`/,
  ],
  [
    'squash only',
    { repository: see({ private: true, mergeCommits: false, push: true, role: 'admin' as const }) },
    'problem',
    'merge methods',
    /no promotion can be merged/,
    /Allow merge commits/,
  ],
  [
    'workflows that may not open pull requests',
    { workflowPermissions: see({ default: 'read' as const, mayCreatePullRequests: false }) },
    'problem',
    'pull requests by workflows',
    /no promotion can be opened/,
    /Allow GitHub Actions to create/,
  ],
  [
    'a token of workflows that writes',
    { workflowPermissions: see({ default: 'write' as const, mayCreatePullRequests: true }) },
    'warning',
    'workflow permission',
    /writes by default/,
    /Read repository contents/,
  ],
  ['settings that only an administrator sees', { workflowPermissions: hidden }, 'unseen', 'workflow permission', /403/, /again/],
  [
    'a missing branch',
    { branches: { ...well.branches, 'env/qa': { exists: false, rules } } },
    'problem',
    'branch env/qa',
    /does not exist/,
    /git push origin origin\/main:refs\/heads\/env\/qa/,
  ],
  [
    'a branch that was deleted after something was deployed: never one made anew',
    {
      branches: {
        ...well.branches,
        'env/qa': { exists: false, rules, recorded: { commit: 'c'.repeat(40), at: '2026-11-20T10:00:00Z' } },
      },
    },
    'problem',
    'branch env/qa',
    /Somebody deleted env\/qa/,
    /git push origin c{40}:refs\/heads\/env\/qa/,
  ],
  ['linear history', withRules({ linearHistory: true }), 'problem', 'branch env/qa', /linear/, /Require linear history/],
  ['a merge queue', withRules({ mergeQueue: true }), 'problem', 'branch env/qa', /merge queue/, /Require merge queue/],
  ['a rule for squashes only', withRules({ mergeMethods: ['squash'] }), 'problem', 'branch env/qa', /squash/, /"Merge"/],
  ['approvals by GitHub', withRules({ approvals: 1 }), 'warning', 'branch env/qa', /asks for 1/, /required approvals 0/],
  ['a branch that may be rewound', withRules({ keepsHistory: false }), 'warning', 'branch env/qa', /rewinding/, /Block force/],
  [
    'a gate that is not required',
    withRules({ requiredStatuses: [] }),
    'warning',
    'branch env/qa',
    /gates are shut/,
    /env\/qa of its own, without any bypass: .* → stagecoach\/gate\/qa\.$/,
  ],
  ...['stagecoach/gate', 'stagecoach/gate/production'].map(
    (context): [string, Partial<DoctorFacts>, string, string, RegExp, RegExp] => [
      `the status ${context}, which opens nothing here`,
      withRules({ requiredStatuses: [{ context: 'stagecoach/gate/qa' }, { context }] }),
      'problem',
      'branch env/qa',
      /none can be merged/,
      /require stagecoach\/gate\/qa in its place/,
    ],
  ),
  [
    'a status that nothing starts',
    withRules({ requiredStatuses: [{ context: 'stagecoach/gate/qa' }, { context: 'ci' }] }),
    'warning',
    'branch env/qa',
    /requires ci/,
    /checks: \[ci\]/,
  ],
  ['rules out of sight', withRules({ unseen: ['403'] }), 'unseen', 'branch env/qa', /403/, /administrator/],
  ['tags that anyone moves', { protectedTags: see([]) }, 'warning', 'protected tags', /package/, /tag rule/],
  ['a team out of sight', { teams: { dba: hidden } }, 'unseen', 'team dba', /403/, /STAGECOACH_TEAM_TOKEN/],
  ['a team without members', { teams: { dba: see([]) } }, 'problem', 'team dba', /never opens/, /Add members/],
  [
    'a team that no token reads',
    { secrets: { ...well.secrets, '': see([]) } },
    'problem',
    'secret STAGECOACH_TEAM_TOKEN',
    /a token with the organisation permission `members: read`/,
    /^gh secret set STAGECOACH_TEAM_TOKEN$/,
  ],
  [
    'a missing secret',
    { secrets: { ...well.secrets, production: see([]) } },
    'problem',
    'secret PRODUCTION_URL',
    /production needs it/,
    /gh secret set PRODUCTION_URL --env production/,
  ],
  [
    'a secret that nobody can look for',
    { secrets: { ...well.secrets, production: hidden } },
    'unseen',
    'secret PRODUCTION_URL',
    /403/,
    /gh secret set/,
  ],
  [
    "production's secret in the repository",
    { secrets: { ...well.secrets, '': see(['STAGECOACH_TEAM_TOKEN', 'PRODUCTION_URL']) } },
    'warning',
    'secret PRODUCTION_URL',
    /any branch can read/,
    /gh secret delete PRODUCTION_URL/,
  ],
  [
    'an environment for every branch',
    { githubEnvironments: { ...well.githubEnvironments, qa: see({ branches: 'any' as const }) } },
    'warning',
    'GitHub environment qa',
    /Every branch/,
    /Selected branches → main/,
  ],
  [
    'a missing workflow',
    { workflows: { ...well.workflows, [gatePath]: undefined } },
    'problem',
    'stagecoach-gate.yml',
    /missing/,
    /stagecoach init --actions acme\/stagecoach@v0/,
  ],
  [
    'a missing workflow where the configuration has a place of its own',
    { config: { ...config, path: 'ops/sc.yml' }, workflows: {} },
    'problem',
    'stagecoach-gate.yml',
    /missing/,
    /^stagecoach init --config ops\/sc\.yml$/,
  ],
  [
    'workflows that look for the configuration in another place',
    { workflows: renderWorkflows({ ...config, path: 'ops/sc.yml' }) },
    'warning',
    'stagecoach-gate.yml',
    /differs/,
    /^stagecoach init --config \.github\/stagecoach\.yml --dry-run/,
  ],
  [
    'a workflow of another time',
    { workflows: { ...well.workflows, [gatePath]: `${well.workflows[gatePath]}# more\n` } },
    'warning',
    'stagecoach-gate.yml',
    /differs[^]+--force/,
    /^stagecoach init --dry-run --actions acme\/stagecoach@v0$/,
  ],
])('says what is wrong with %s, and the line to change', (_why, change, state, check, says, line) => {
  const found = diagnose({ ...well, ...change }).filter((each) => each.state !== 'ok')
  const [finding] = found.filter((each) => each.check === check && each.state === state)
  expect(found.map((each) => `${each.state} ${each.check}`)).toContain(`${state} ${check}`)
  expect(finding?.what).toMatch(says)
  expect(finding?.change).toMatch(line)
})

it('asks once for a secret that rehearsals and deployments need, where both find it', () => {
  const databases = { main: { engine: 'postgres' as const, url: 'env:QA_URL', template: 'shop_template' } }
  const findings = diagnose({ ...well, config: { ...config, environments: [{ ...qa, databases }, production] } })
  const asked = findings.filter((each) => each.check === 'secret QA_URL')
  expect(asked).toMatchObject([
    { state: 'problem', what: expect.stringContaining('the repository'), change: 'gh secret set QA_URL' },
  ])
})

it.each<[why: string, change: Partial<DoctorFacts>, state: string, check: string]>([
  ['the status may come from anyone', { branches: well.branches }, 'warning', 'branch env/qa'],
  [
    'a check counts whoever reports it',
    { config: { ...config, environments: [{ ...qa, gates: [{ gate: 'checks', checks: [{ name: 'ci' }] }] }, production] } },
    'warning',
    'configuration',
  ],
  [
    'a branch that anyone with write access pushes to',
    { branches: { ...app.branches, main: { exists: true, rules: { ...required('production', 1).rules, restricted: false } } } },
    'warning',
    'branch main',
  ],
  ['a job has no key', { secrets: { ...app.secrets, qa: see([]) } }, 'problem', 'secret STAGECOACH_APP_KEY in qa'],
  [
    'the key lies in the repository',
    { secrets: { ...app.secrets, '': see(['STAGECOACH_APP_KEY']) } },
    'problem',
    'secret STAGECOACH_APP_KEY',
  ],
  ['nothing names the App', { variables: see([]) }, 'problem', 'variable STAGECOACH_APP_CLIENT_ID'],
  [
    'the ledger may be written by anyone',
    { branches: { ...app.branches, 'stagecoach/ledger': { exists: true, rules: { ...rules, restricted: false } } } },
    'warning',
    'branch stagecoach/ledger',
  ],
])('with a GitHub App it looks for more: %s', (_why, change, state, check) => {
  const found = diagnose({ ...app, ...change }).filter((each) => each.state !== 'ok')
  expect(found.map((each) => `${each.state} ${each.check}`)).toContain(`${state} ${check}`)
})

it('counts, and puts what is to be done first in the summary of a job', () => {
  const findings = diagnose({ ...well, local: { git: 'git version 2.30.2', shallow: false }, protectedTags: hidden })
  expect(sayDoctor(findings)).toMatch(/^\d+ ok, 0 warnings, 1 problem, 1 not seen with this token\.$/)
  const rows = renderDoctorMarkdown(findings).split('\n').slice(4)
  expect(rows[0]).toContain('| problem | git version |')
  expect(rows[1]).toContain('| unseen | protected tags |')
})
