import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { shopFolder } from '../features/read-feature.ts'
import { templates, type DatabaseName } from './databases.ts'
import { git } from './git-person.ts'
import type { Stage } from './stage.ts'

const folder = 'db/flyway'
/** The schema of qa, as one file. */
export const dump = 'db/schema.sql'

export interface FlywayFile {
  script: string
  version: string
  sql: string
}

/** The shop's life before Stagecoach as 39 versions, and a fortieth that not every environment has. */
export async function flywayFiles(): Promise<FlywayFile[]> {
  const baseline = join(shopFolder, 'db/baseline')
  const names = (await readdir(baseline)).filter((name) => /^\d{4}_.*\.sql$/.test(name)).sort()
  const texts = await Promise.all(names.map((name) => readFile(join(baseline, name), 'utf8')))
  const statements = texts
    .join('\n')
    .split(/(?<=;)[ \t]*\n/)
    .filter((text) => text.trim() !== '')
  const count = 39
  const files = Array.from({ length: count }, (_, index): FlywayFile => {
    const part = statements.slice(
      Math.floor((index * statements.length) / count),
      Math.floor(((index + 1) * statements.length) / count),
    )
    const version = String(index + 1)
    return { script: `V${version}__part_${version}.sql`, version, sql: `${part.join('\n').trim()}\n` }
  })
  const last = 'create table public.supplier_note (\n  id integer primary key,\n  note text not null\n);\n'
  return [...files, { script: 'V40__supplier_notes.sql', version: '40', sql: last }]
}

const historyTable = `create table public.flyway_schema_history (
  installed_rank integer not null constraint flyway_schema_history_pk primary key, version varchar(50), description varchar(200) not null,
  type varchar(20) not null, script varchar(1000) not null, checksum integer, installed_by varchar(100) not null,
  installed_on timestamp not null default now(), execution_time integer not null, success boolean not null);
create index flyway_schema_history_s_idx on public.flyway_schema_history (success);`

/** The row that flyway writes of a file. */
function historyRow({ script, version, sql }: FlywayFile, rank: number): string {
  const checksum = crc32(sql.split('\n').join('')) | 0
  return `insert into public.flyway_schema_history values (${rank}, '${version}', 'part', 'SQL', '${script}', ${checksum}, 'shop', date '2025-01-06' + ${rank}, 1, true);`
}

/** Runs what flyway would run: the file, and its row. */
export async function migrate(stage: Stage, database: DatabaseName, file: FlywayFile): Promise<void> {
  await stage.databases.rows(database, `begin; ${file.sql} ${historyRow(file, Number(file.version))} commit;`)
}

/** The shop's life before Stagecoach: flyway's folder on every branch, its table in every database and in the copies of production that rehearsals start from. Production has an index that somebody made by hand, and qa is one migration behind. */
export async function bringInFlyway(stage: Stage): Promise<FlywayFile[]> {
  const files = await flywayFiles()
  const maya = await stage.clone('maya')
  const commit = await maya.pushFiles('main', treeOf(files), 'Migrate with flyway')
  for (const branch of ['env/integration', 'env/qa'])
    await git(maya.folder, ['push', '--quiet', 'origin', `${commit}:refs/heads/${branch}`], 'maya')
  await stage.settle()
  const life = [historyTable, ...files.slice(0, 39).map((file, index) => historyRow(file, index + 1))]
  const newest = files.slice(39).flatMap((file) => [file.sql, historyRow(file, Number(file.version))])
  for (const each of [...templates, 'integration', 'qa', 'production'] as const)
    await stage.databases.rows(each, [...life, ...(each === 'qa' ? [] : newest)].join('\n'))
  await stage.databases.rows('production', 'create index product_by_hand on public.product (id, status)')
  return files
}

function treeOf(files: readonly FlywayFile[]): Map<string, string> {
  const tree = new Map(files.map(({ script, sql }) => [`${folder}/${script}`, sql]))
  const inQa = files.slice(0, 39).map(({ sql }) => sql)
  return tree.set(dump, inQa.join('\n'))
}
