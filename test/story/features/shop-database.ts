import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import { shopFolder } from './read-feature.ts'
import type { StoryDatabase } from './story-database.ts'

type Tree = ReadonlyMap<string, string>

/** The files that made production, in order. */
export function baselineOf(shop: Tree): string[] {
  return [...matching(shop, /^db\/baseline\/0.*\.sql$/), ...matching(shop, /^db\/baseline\/generate\.sql$/)].map(([, sql]) => sql)
}

/** Migrations of a package in order: `[id, sql, undo]`. */
export function migrationsOf(tree: Tree, name: string): { id: string; sql: string; undo: string | undefined }[] {
  const folder = `db/migrations/${name}/`
  return matching(tree, /\.sql$/)
    .filter(([path]) => path.startsWith(folder) && !path.endsWith('.undo.sql'))
    .map(([path, sql]) => ({ id: path.slice(folder.length, -4), sql, undo: tree.get(path.replace(/\.sql$/, '.undo.sql')) }))
}

/** Programmable definitions by path. */
export function objectsOf(tree: Tree): [string, string][] {
  return matching(tree, /^db\/objects\/.*\.sql$/)
}

/** Applies definitions inside the open transaction, in any order that works: what lacks something waits for the next round. */
export async function applyObjects(database: StoryDatabase, objects: readonly [string, string][]): Promise<void> {
  let waiting = objects
  while (waiting.length > 0) {
    const failed: [string, string][] = []
    let reason: unknown
    for (const object of waiting) {
      await database.exec('savepoint object')
      try {
        await database.exec(object[1])
      } catch (error) {
        reason = error
        failed.push(object)
        await database.exec('rollback to savepoint object')
      }
    }
    if (failed.length === waiting.length) throw reason
    waiting = failed
  }
}

/** Takes definitions of one tree back to those of another: what is only in `from` goes, what differs is made anew. */
export async function restoreObjects(database: StoryDatabase, from: Tree, to: Tree): Promise<void> {
  const changed = objectsOf(from).filter(([path, sql]) => to.get(path) !== sql)
  const views = changed.filter(([path]) => path.startsWith('db/objects/views/'))
  for (const [path] of views) await database.exec(`drop view ${objectName(path)}`)
  for (const [path] of changed.filter(([path]) => path.startsWith('db/objects/functions/') && !to.has(path))) {
    await database.exec(`drop function ${objectName(path)}`)
  }
  await applyObjects(database, objectsOf(to))
}

/** The SQL checks of the shakedown, as `.github/stagecoach.yml` has them for every environment. */
export async function shakedownChecks(): Promise<string[]> {
  const text = await readFile(join(shopFolder, '.github/stagecoach.yml'), 'utf8')
  // The shape is the sample's; what the product makes of the file is core's to test.
  const config = parse(text) as { environments: Record<string, { verify: { sql?: string }[] }> }
  return config.environments['production']?.verify.flatMap(({ sql }) => (sql === undefined ? [] : [sql])) ?? []
}

/** The checks that do not give one row with one true. */
export async function failingChecks(database: StoryDatabase): Promise<string[]> {
  const failing: string[] = []
  for (const sql of await shakedownChecks()) {
    const rows = await database.rows(sql)
    const values = rows.flatMap((row) => Object.values(row))
    if (values.length !== 1 || values[0] !== true) failing.push(sql)
  }
  return failing
}

/** Everything the catalog says of the schema `public`, one line each, sorted; column order apart. */
export async function catalogOf(database: StoryDatabase): Promise<string[]> {
  return (await database.rows(CATALOG)).map((row) => String(row['line'])).sort()
}

/** Number and md5 of the rows of each table, whatever their order on disk. */
export async function dataOf(database: StoryDatabase): Promise<Record<string, string>> {
  const tables = await database.rows(
    `select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1`,
  )
  const queries = tables.map(({ relname }) => {
    const table = String(relname)
    return `select '${table}' as name, count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as sum from public.${table} t`
  })
  const sums = await database.rows(queries.join(' union all '))
  return Object.fromEntries(sums.map(({ name, sum }) => [String(name), String(sum)]))
}

function matching(tree: Tree, pattern: RegExp): [string, string][] {
  return [...tree].filter(([path]) => pattern.test(path)).sort(([one], [other]) => (one < other ? -1 : 1))
}

function objectName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1, -'.sql'.length)
}

const CATALOG = `
  with r as (select oid, relname, relkind from pg_class where relnamespace = 'public'::regnamespace)
  select 'relation ' || relkind::text || ' ' || relname as line from r
  union all
  select concat_ws(' ', 'column', relname, attname, format_type(atttypid, atttypmod), attnotnull, pg_get_expr(d.adbin, d.adrelid))
  from r join pg_attribute a on a.attrelid = r.oid and attnum > 0 and not attisdropped
  left join pg_attrdef d on d.adrelid = r.oid and d.adnum = attnum
  where relkind in ('r', 'v')
  union all
  select concat_ws(' ', 'constraint', relname, conname, pg_get_constraintdef(c.oid)) from r join pg_constraint c on c.conrelid = r.oid where contype <> 'n'
  union all
  select 'index ' || pg_get_indexdef(r.oid) from r where relkind = 'i'
  union all
  select 'view ' || relname || ' ' || pg_get_viewdef(r.oid) from r where relkind = 'v'
  union all
  select 'trigger ' || pg_get_triggerdef(t.oid) from r join pg_trigger t on t.tgrelid = r.oid where not tgisinternal
  union all
  select 'routine ' || pg_get_functiondef(p.oid) from pg_proc p where pronamespace = 'public'::regnamespace
  union all
  select concat_ws(' ', 'comment', r.relname, d.objsubid, d.description) from r join pg_description d on d.objoid = r.oid and d.classoid = 'pg_class'::regclass`
