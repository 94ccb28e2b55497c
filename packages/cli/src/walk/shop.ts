import { renderWorkflows, parseConfig } from '@stagecoach/core'

/** The product that every walk begins with: one file that all features change, and environments whose databases live in this process. */
export const repository = 'acme/walk'
export const stops = ['integration', 'qa', 'production'] as const
export type Stop = (typeof stops)[number]
export const branchOf: Record<Stop, string> = { integration: 'env/integration', qa: 'env/qa', production: 'main' }

const columns = `(select count(*) from pg_attribute where attrelid in (select oid from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'))`
const verify = `verify: [{ sql: "select not exists (select from public.trap where kind = 'verification' and columns < ${columns})", database: main }]`
const database = (name: Stop): string => `databases: { main: { engine: embedded, url: ${name}, template: template } }`

const config = `version: 1
database: { migrations: db/migrations }
environments:
  integration:
    branch: env/integration
    disposable: true
    auto-promote: true
    ${database('integration')}
    ${verify}
  qa:
    branch: env/qa
    after: [integration]
    ${database('qa')}
    ${verify}
  production:
    branch: main
    after: [qa]
    ${database('production')}
    ${verify}
    gates: [{ approvals: { count: 1, four-eyes: true } }]
    lanes: { hotfix: { skip: [deployed], require: [{ approvals: { count: 1, four-eyes: true } }] } }
`

/** What every database begins with. A row in \`trap\` makes each migration fail, or each shakedown after which there are more columns than it says. */
export const template = `create table public.trap (kind text not null, columns integer not null)`

export function setTrap(kind: 'migration' | 'verification'): string {
  return `insert into public.trap select '${kind}', ${columns}`
}

export const sharedPath = 'src/shared.txt'
const sharedLines = 70

/** Lines that only hands change, by the environment whose branch they change. Lines lie between these and any other that somebody changes, so that git always merges them. */
export const handSlots: Record<Stop, readonly number[]> = { production: [9, 19], integration: [29, 39], qa: [49, 59] }

export function commonLine(slot: number): string {
  return `common line ${slot}`
}

export function sharedText(changed: ReadonlyMap<number, string>): string {
  const lines = Array.from({ length: sharedLines }, (_, slot) => changed.get(slot) ?? commonLine(slot))
  return `${lines.join('\n')}\n`
}

/** Lines of the shared file that are not as they were at first, by their place. */
export function changedLines(text: string): Map<number, string> {
  const lines = text.split('\n').slice(0, -1)
  return new Map([...lines.entries()].filter(([slot, line]) => line !== commonLine(slot)))
}

export const shopFiles: ReadonlyMap<string, string> = new Map([
  ['.github/stagecoach.yml', config],
  ...Object.entries(
    renderWorkflows(parseConfig(config, { file: '.github/stagecoach.yml', blob: '0'.repeat(40), defaultBranch: 'main' })),
  ),
  [sharedPath, sharedText(new Map())],
])
