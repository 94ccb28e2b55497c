import { cpSync } from 'node:fs'
import { mkdir, readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { shopFolder } from '../features/read-feature.ts'
import { askFolder } from './ask-folder.ts'

export type StoryEngineName = 'embedded' | 'postgres'
export const environments = ['integration', 'qa', 'production'] as const
export type EnvironmentName = (typeof environments)[number]
/** What scratch databases are copied from. */
export const templates = ['shop_prodlike', 'shop_integration'] as const
export type DatabaseName = EnvironmentName | (typeof templates)[number]

/** The databases of the story: what the workflows' secrets name, and a way to look into each. */
export interface StoryDatabases {
  engine: StoryEngineName
  secrets: Record<string, string>
  /** Rows of a query on an environment's database, or a template; nothing may be running there. */
  rows(database: DatabaseName, sql: string): Promise<Record<string, unknown>[]>
  /** How a person looks into it from a terminal. */
  place(environment: EnvironmentName): string
}

/** SQL of the product's life before Stagecoach, with its rows; `trimmed` is integration's sample of them. */
async function baselineSql(): Promise<{ full: string; trim: string }> {
  const folder = join(shopFolder, 'db/baseline')
  const names = (await readdir(folder)).filter((name) => /^\d{4}_.*\.sql$/.test(name)).sort()
  const parts = await Promise.all([...names, 'generate.sql'].map((name) => readFile(join(folder, name), 'utf8')))
  return { full: parts.join('\n'), trim: await readFile(join(folder, 'trim-integration.sql'), 'utf8') }
}

export async function embeddedDatabases(directory: string): Promise<StoryDatabases> {
  const sql = await baselineSql()
  const folder = (name: string): string => join(directory, name)
  await mkdir(directory, { recursive: true })
  await askFolder(folder('shop_prodlike'), sql.full)
  const copy = (from: string, to: string): void => cpSync(folder(from), folder(to), { recursive: true })
  copy('shop_prodlike', 'shop_integration')
  await askFolder(folder('shop_integration'), sql.trim)
  copy('shop_integration', 'integration')
  for (const name of ['qa', 'production']) copy('shop_prodlike', name)
  return {
    engine: 'embedded',
    secrets: secretsFor(folder),
    place: folder,
    rows: (database, query) => askFolder(folder(database), query),
  }
}

/** `server` is the URL of any database on a server where databases may be made; `prefix` keeps stories on one server apart. */
export async function postgresDatabases(server: string, prefix: string): Promise<StoryDatabases> {
  const sql = await baselineSql()
  const named = (name: string): string => `${prefix}_${name}`
  const url = (name: string): string => {
    const own = new URL(server)
    own.pathname = `/${named(name)}`
    return own.href
  }
  const admin = (statement: string): Promise<unknown> => query(server, statement)
  await admin(`create database ${named('shop_prodlike')}`)
  await query(url('shop_prodlike'), sql.full)
  await admin(`create database ${named('shop_integration')} template ${named('shop_prodlike')} strategy file_copy`)
  await query(url('shop_integration'), sql.trim)
  await admin(`create database ${named('integration')} template ${named('shop_integration')} strategy file_copy`)
  for (const name of ['qa', 'production'])
    await admin(`create database ${named(name)} template ${named('shop_prodlike')} strategy file_copy`)
  return {
    engine: 'postgres',
    secrets: { ...secretsFor(url), INTEGRATION_TEMPLATE: named('shop_integration'), PRODLIKE_TEMPLATE: named('shop_prodlike') },
    place: url,
    rows: (database, statement) => query(url(database), statement),
  }
}

function secretsFor(place: (name: string) => string): Record<string, string> {
  return {
    INTEGRATION_DATABASE_URL: place('integration'),
    QA_DATABASE_URL: place('qa'),
    PRODUCTION_DATABASE_URL: place('production'),
    INTEGRATION_TEMPLATE: place('shop_integration'),
    PRODLIKE_TEMPLATE: place('shop_prodlike'),
  }
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const result = (await client.query(sql)) as { rows?: Record<string, unknown>[] }
    return result.rows ?? []
  } finally {
    await client.end()
  }
}
