import type { Config, Environment, GateConfig } from '../config/config.ts'
import { scratchSource } from '../deployment/load.ts'

/** What the workflow files are made of. */
export interface WorkflowOptions {
  config: Pick<Config, 'environments' | 'release' | 'path'>
  /** Repository and ref of the actions. */
  actions: { repository: string; ref: string }
  /** With a GitHub App, whose key only jobs of the default branch can use; else with GITHUB_TOKEN. */
  app: boolean
}

/** Actions by other people are named by commit: a tag can be moved. */
export const pinned = {
  checkout: 'actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1',
  upload: 'actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f # v7.0.0',
  download: 'actions/download-artifact@3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c # v8.0.1',
  appToken: 'actions/create-github-app-token@1b10c78c7865c340bc4f6099eb2f838309f1e8c3 # v3.1.1',
} as const

export const banner =
  '# Written by `stagecoach init`. Edit what you like; `stagecoach init` shows the difference before it writes again.'

/** Rights that the actions need, each with its reason. */
export const reasons = {
  'contents: read': 'read the configuration, packages and the ledger',
  'contents: write': 'push branches, tags and the ledger; merge',
  'pull-requests: write': 'open pull requests, comment, merge',
  'statuses: write': 'set the status of the gate',
  'checks: read': 'read the checks a gate asks for',
  'deployments: write': 'show deployments on GitHub',
  'actions: write': 'start the next workflow, and see whether the run that holds the lease still lives',
} as const

export type Permission = keyof typeof reasons

/** The `permissions:` of a job, indented for one. */
export function permissions(...wanted: readonly Permission[]): string[] {
  return ['    permissions:', ...wanted.map((line) => `      ${line} # ${reasons[line]}`)]
}

export function use({ actions }: WorkflowOptions, name: string): string {
  return `${actions.repository}/actions/${name}@${actions.ref}`
}

/** Names behind `env:NAME` in what the environments' databases, settings and checks say. */
export function variablesOf(environments: readonly Environment[]): string[] {
  return environments.flatMap((environment) => namesIn(textsOf(environment)))
}

/** Names of what rehearsals need: address and template of each database beside which a scratch copy may be made. Declared settings reach a rehearsal as they are written. */
export function scratchVariables(environments: readonly Environment[]): string[] {
  return environments.flatMap((environment) => {
    const database = scratchSource(environments, environment)?.database
    return database === undefined ? [] : namesIn([database.url, database.template])
  })
}

function textsOf(environment: Environment): string[] {
  return [
    ...Object.values(environment.databases).flatMap(({ url, template }) => [url, template ?? '']),
    ...Object.values(environment.config),
    ...environment.verify.map((step) => (step.kind === 'http' ? step.url : '')),
  ]
}

function namesIn(texts: readonly string[]): string[] {
  return texts.filter((text) => text.startsWith('env:')).map((text) => text.slice('env:'.length))
}

/** The `env:` of a step that hands secrets on, indented for one; nothing when there is none. */
export function secretLines(variables: readonly string[], reason: string): string[] {
  const names = [...new Set(variables)].sort()
  return names.length === 0
    ? []
    : [`        env: # ${reason}`, ...names.map((name) => `          ${name}: \${{ secrets.${name} }}`)]
}

/** A YAML scalar in the quotes that formatters prefer. */
export function quote(value: string): string {
  return /^[^'\\\p{C}]*$/u.test(value) ? `'${value}'` : JSON.stringify(value)
}

export function text(lines: readonly (string | readonly string[])[]): string {
  return `${lines.flat().join('\n')}\n`
}

/** Every gate that the configuration can ask for. */
export function gatesOf({ environments }: Pick<Config, 'environments'>): GateConfig[] {
  return environments.flatMap((each) => [
    ...each.gates,
    ...each.rollbackGates,
    ...Object.values(each.lanes).flatMap((lane) => lane.require),
  ])
}

export function namesTeams({ config }: { config: Pick<Config, 'environments'> }): boolean {
  return gatesOf(config).some((gate) => gate.gate === 'approvals' && gate.teams.length > 0)
}

/** Only where a gate names teams. */
export function teamToken(options: WorkflowOptions): string[] {
  if (options.app || !namesTeams(options)) return []
  return [
    '        env: # GITHUB_TOKEN sees no teams; this token needs the organisation permission `members: read` and nothing else',
    '          STAGECOACH_TEAM_TOKEN: ${{ secrets.STAGECOACH_TEAM_TOKEN }}',
  ]
}
