import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** One program of the release: where its emitted JavaScript begins and which folder of the release tree it fills. */
export interface BundleEntry {
  name: string
  /** Relative to the checkout, with forward slashes. */
  source: string
  /** Relative to the release tree. */
  target: string
  /** Files copied beside the bundle: from the checkout, to the release tree. */
  copies: readonly [from: string, to: string][]
}

/** Every action that `tsc -b` has emitted, in order of name. An action without emitted JavaScript is an error of the caller's order. */
export async function actionEntries(root: string): Promise<BundleEntry[]> {
  const folders = (await readdir(join(root, 'actions'), { withFileTypes: true })).filter((entry) => entry.isDirectory())
  const names = folders.map((entry) => entry.name).filter((name) => existsSync(join(root, 'actions', name, 'package.json')))
  return names.sort().map((name) => ({
    name,
    source: `actions/${name}/lib/index.js`,
    target: `actions/${name}/dist`,
    copies: ['action.yml', 'README.md'].map((file) => [`actions/${name}/${file}`, `actions/${name}/${file}`]),
  }))
}

/** The command line program, named by `bin` in its package.json; undefined while there is none. */
export async function cliEntry(root: string): Promise<BundleEntry | undefined> {
  const file = join(root, 'packages/cli/package.json')
  if (!existsSync(file)) return undefined
  const { bin } = JSON.parse(await readFile(file, 'utf8')) as { bin?: { stagecoach?: string } }
  if (bin?.stagecoach === undefined) return undefined
  return { name: 'cli', source: `packages/cli/${bin.stagecoach.replace(/^\.\//, '')}`, target: 'cli', copies: [] }
}
