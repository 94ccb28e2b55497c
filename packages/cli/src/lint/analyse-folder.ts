import { lstat, readdir, readFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import {
  buildManifest,
  readPackageFolder,
  StagecoachError,
  StagecoachErrors,
  type Databases,
  type Finding,
} from '@stagecoach/core'
import type { Checkout } from '../remote/checkout.ts'

/** One verdict on one statement, with its place. */
export interface LintFinding extends Finding {
  package: string
  file: string
  line: number
  /** Kind of statement: `ALTER TABLE`. */
  statement: string
}

/** Analyses a package as it lies in the working tree.
 *  @throws StagecoachErrors `package-invalid`, `sql-syntax`; StagecoachError `package-missing` */
export async function analyseFolder(
  databases: Pick<Databases, 'analyse'>,
  { folder }: Checkout,
  migrations: string,
  name: string,
): Promise<LintFinding[]> {
  const own = `${migrations}/${name}`
  if (!existsSync(join(folder, own)))
    throw new StagecoachError('package-missing', `There is no folder '${own}'.`, { hint: 'Name a package of this checkout.' })
  const read = readPackageFolder(name, own, await filesBelow(join(folder, own)))
  const nowhere = '0'.repeat(40)
  const source = { oid: nowhere, committedAt: '1970-01-01T00:00:00Z' }
  const manifest = buildManifest({ folder: read, source, base: nowhere, changes: [], ownFolder: own, commits: [] })
  const { migrations: analysed } = await databases.analyse(manifest, read.bytes).catch((error: unknown) => {
    throw error instanceof StagecoachErrors ? error.below(own) : error
  })
  return analysed.flatMap(({ id, statements }) => {
    const file = `${own}/${manifest.migrations.find((each) => each.id === id)?.file ?? id}`
    return statements.flatMap(({ line, title, findings }) =>
      findings.map((finding) => ({ ...finding, package: name, file, line, statement: title })),
    )
  })
}

async function filesBelow(folder: string): Promise<{ path: string; mode: string; bytes: Uint8Array }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name))
  return Promise.all(
    files.map(async (file) => {
      const path = relative(folder, file).split(sep).join('/')
      const about = await lstat(file)
      // A link is refused by its mode; what it points at is not read.
      if (about.isSymbolicLink()) return { path, mode: '120000', bytes: new Uint8Array() }
      return { path, mode: (about.mode & 0o111) === 0 ? '100644' : '100755', bytes: await readFile(file) }
    }),
  )
}
