import { existsSync } from 'node:fs'
import { readdir, readFile, realpath } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import type { ReleaseFile } from './release-file.ts'

/** WebAssembly packages do not survive bundling: they find their .wasm beside their own JavaScript. They are shipped as they are. */
export const externalPackages = ['@electric-sql/pglite', 'libpg-query']

/** The one folder they are shipped in; `actions/<name>/dist` finds it by Node's rule of walking up. */
export const externalFolder = 'actions/node_modules'

interface PackageManifest {
  name: string
  version: string
  main?: string
  exports?: unknown
  dependencies?: Record<string, string>
}

export interface ExternalPackage {
  folder: string
  manifest: PackageManifest
}

/** The named packages and all that they depend on, as installed for `from` (a workspace package); one version of each. */
export async function findExternalPackages(from: string, names: readonly string[]): Promise<ExternalPackage[]> {
  const found = new Map<string, ExternalPackage>()
  const visit = async (name: string, start: string): Promise<void> => {
    const folder = await installedFolder(name, start)
    const known = found.get(name)
    if (known?.folder === folder) return
    if (known !== undefined) throw new Error(`Two versions of "${name}" would have to be shipped: ${known.folder} and ${folder}`)
    const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as PackageManifest
    found.set(name, { folder, manifest })
    for (const dependency of Object.keys(manifest.dependencies ?? {}).sort()) await visit(dependency, folder)
  }
  for (const name of names) await visit(name, from)
  return [...found.values()]
}

async function installedFolder(name: string, start: string): Promise<string> {
  for (let folder = start; folder !== dirname(folder); folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name)
    if (existsSync(join(candidate, 'package.json'))) return realpath(candidate)
  }
  throw new Error(`"${name}" is not installed for ${start}. Run pnpm install.`)
}

/** What no run needs: source maps, type declarations, and PGlite's CommonJS twins of the modules that we import. */
const left = [/\.map$/, /\.d\.[cm]?ts$/, /^@electric-sql\/pglite\/.*\.cjs$/]

/** The files of a package under `actions/node_modules/<name>/`, its licence among them. */
export async function externalFiles({ folder, manifest }: ExternalPackage): Promise<ReleaseFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath, entry.name)))
  const kept = paths
    .map((path) => path.split(sep).join('/'))
    .filter((path) => !left.some((rule) => rule.test(`${manifest.name}/${path}`)))
  if (!kept.some((path) => /^licen[cs]e/i.test(path))) throw new Error(`"${manifest.name}" has no licence file to ship`)
  return Promise.all(
    kept.map(async (path) => ({
      path: `${externalFolder}/${manifest.name}/${path}`,
      content: await readFile(join(folder, path)),
    })),
  )
}

/** The file that `import '<name>'` loads, relative to the package: by its `exports` under Node's import conditions, else by `main`. */
export function importedFile({ exports, main }: PackageManifest): string {
  let target = exports
  if (typeof target === 'object' && target !== null && '.' in target) target = target['.']
  while (typeof target === 'object' && target !== null) {
    const conditions: Record<string, unknown> = { ...target }
    target = conditions['node'] ?? conditions['import'] ?? conditions['default']
  }
  return (typeof target === 'string' ? target : (main ?? 'index.js')).replace(/^\.\//, '')
}
