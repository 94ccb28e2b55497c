import type { Path } from './yaml-source.ts'

/** The parts of a configuration that speak of each other, as far as they can be read, so that their problems show beside those of the schema. */
export interface Outline {
  folders: { path: Path; folder: string }[]
  environments: EnvironmentOutline[]
}

export interface EnvironmentOutline {
  name: string
  path: Path
  /** As written. */
  raw: unknown
  branch?: string
  after: string[]
  disposable: boolean
  snapshot: boolean
  databases: { path: Path; name: string; engine?: string; url?: string }[]
  /** Databases that `verify` names, and how many steps take the only one there is. */
  verify: { path: Path; sql: boolean; database?: string }[]
  configKeys: string[]
  /** `deployed.to` and `content.verified-in` of gates and lanes. */
  deployed: { path: Path; to: string }[]
  migrations: { path: Path; allow: string[]; ask: string[] }[]
}

export function outlineOf(value: unknown): Outline {
  const database = asMap(asMap(value)['database'])
  const folders = ['migrations', 'objects', 'state'].flatMap((key) => {
    const folder = asText(database[key]) ?? (key === 'migrations' ? 'db/migrations' : undefined)
    return folder === undefined ? [] : [{ path: ['database', key], folder }]
  })
  const environments = Object.entries(asMap(asMap(value)['environments'])).map(([name, each]) =>
    outlineEnvironment(name, asMap(each)),
  )
  return { folders, environments }
}

function outlineEnvironment(name: string, raw: Record<string, unknown>): EnvironmentOutline {
  const path: Path = ['environments', name]
  const branch = asText(raw['branch'])
  const gates = outlineGates(path, raw)
  return {
    name,
    path,
    raw,
    ...(branch === undefined ? {} : { branch }),
    after: asList(raw['after']).flatMap((each) => asText(each) ?? []),
    disposable: raw['disposable'] === true,
    snapshot: raw['snapshot'] === true,
    databases: Object.entries(asMap(raw['databases'])).map(([key, each]) => ({
      path: [...path, 'databases', key],
      name: key,
      ...present('engine', asText(asMap(each)['engine'])),
      ...present('url', asText(asMap(each)['url'])),
    })),
    verify: asList(raw['verify']).map((step, index) => ({
      path: [...path, 'verify', index],
      sql: asText(asMap(step)['sql']) !== undefined,
      ...present('database', asText(asMap(step)['database'])),
    })),
    configKeys: Object.keys(asMap(raw['config'])),
    deployed: gates.flatMap((gate) =>
      [['deployed', 'to'] as const, ['content', 'verified-in'] as const].flatMap(([kind, key]) => {
        const to = asText(asMap(gate.value[kind])[key])
        return to === undefined ? [] : [{ path: [...gate.path, kind, key], to }]
      }),
    ),
    migrations: gates.flatMap((gate) => {
      const rule = asMap(gate.value['migrations'])
      return [
        { path: [...gate.path, 'migrations'], allow: asList(rule['allow']).map(String), ask: asList(rule['ask']).map(String) },
      ]
    }),
  }
}

function outlineGates(path: Path, raw: Record<string, unknown>): { path: Path; value: Record<string, unknown> }[] {
  const at = (inside: Path, list: unknown) =>
    asList(list).map((each, index) => ({ path: [...inside, index], value: asMap(each) }))
  const lanes = Object.entries(asMap(raw['lanes'])).flatMap(([name, lane]) =>
    at([...path, 'lanes', name, 'require'], asMap(lane)['require']),
  )
  return [...at([...path, 'gates'], raw['gates']), ...at([...path, 'rollback-gates'], raw['rollback-gates']), ...lanes]
}

function present<K extends string>(key: K, value: string | undefined): { [key in K]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { [key in K]: string })
}

function asMap(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : {}
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
