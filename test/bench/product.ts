import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Fixture } from './bench.ts'
import { feed, git } from './run-program.ts'

export const featureCount = 50
const fileCount = 2_000
const lineCount = 40

/** A bare repository: `main` with 2,000 text files in 40 folders, and 50 features that each edit three of them and add a migration. */
export async function makeProduct(folder: string): Promise<Fixture> {
  await mkdir(folder, { recursive: true })
  const origin = join(folder, 'origin.git')
  await git(folder, 'init', '--quiet', '--bare', '--initial-branch=main', origin)
  const files = Array.from({ length: fileCount }, (_, index) => file(path(index), page(index)))
  const features = Array.from({ length: featureCount }, (_, number) =>
    commit(`refs/heads/feature/${number}`, number, ['from refs/heads/main', ...edits(number)]),
  )
  await feed([commit('refs/heads/main', 0, files), ...features, ''].join('\n'), 'git', '-C', origin, 'fast-import', '--quiet')
  return { origin, folder }
}

/** Features meet in files but not in lines: one of the three is edited by four others too. */
function edits(number: number): string[] {
  const changed = [100 + number * 31, 101 + number * 31, number % 10].map((index, place) =>
    file(path(index), page(index, place === 2 ? Math.floor(number / 10) * 8 : 3, `changed by feature ${number}`)),
  )
  const migration = `db/migrations/feature-${number}/0001_table.sql`
  return [...changed, file(migration, `create table feature_${number} (id bigint primary key);\n`)]
}

function path(index: number): string {
  return `src/part-${index % 40}/file-${index}.txt`
}

function page(index: number, line = -1, text = ''): string {
  return Array.from(
    { length: lineCount },
    (_, at) => `${at === line ? text : `file ${index} line ${at} says what it says`}\n`,
  ).join('')
}

function commit(ref: string, number: number, body: readonly string[]): string {
  const message = `commit ${number}`
  const person = `Ada <ada@example.com> ${1_760_000_000 + number} +0000`
  return [`commit ${ref}`, `committer ${person}`, `data ${message.length}`, message, ...body].join('\n')
}

function file(place: string, text: string): string {
  return `M 100644 inline ${place}\ndata ${Buffer.byteLength(text)}\n${text}`
}
