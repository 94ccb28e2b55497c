import { readFile, readdir } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'

/** One push of the story: what a developer commits on a branch, on top of where the branch is cut from or stands. */
export interface Feature {
  /** Name of the folder: `loyalty`, or `gift-cards.v2` for a second version. */
  name: string
  branch: string
  /** The branch it starts from: `main`, or for a second version its own. */
  basedOn: string
  /** Login of the developer. */
  author: string
  title: string
  description: string
  /** Content by path in the consumer repository. */
  files: Map<string, string>
  /** Paths that the push removes. */
  delete: string[]
}

export const featuresFolder = fileURLToPath(new URL('.', import.meta.url))
export const shopFolder = fileURLToPath(new URL('../../../examples/shop/', import.meta.url))

/** Reads `test/story/features/<name>`. Throws when feature.yml lacks a key. */
export async function readFeature(name: string): Promise<Feature> {
  const written: unknown = parse(await readFile(join(featuresFolder, name, 'feature.yml'), 'utf8'))
  const text = (key: string): string => {
    const value = isRecord(written) ? written[key] : undefined
    if (typeof value !== 'string') throw new Error(`${name}/feature.yml has no text under "${key}".`)
    return value
  }
  const removed = isRecord(written) && Array.isArray(written['delete']) ? written['delete'].map(String) : []
  const files = await readFolder(join(featuresFolder, name, 'files'))
  const [branch, basedOn, author] = [text('branch'), text('based-on'), text('author')]
  return { name, branch, basedOn, author, title: text('title'), description: text('description'), files, delete: removed }
}

/** Text of every file below a folder by path with forward slashes, sorted; generated folders and git's own left out. */
export async function readFolder(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !/^(dist|\.git)\//.test(path))
    .sort()
  return new Map(await Promise.all(paths.map(async (path) => [path, await readFile(join(folder, path), 'utf8')] as const)))
}

/** A tree with a push on it. */
export function withFeature(tree: ReadonlyMap<string, string>, feature: Feature): Map<string, string> {
  const kept = [...tree].filter(([path]) => !feature.delete.includes(path))
  return new Map([...kept, ...feature.files])
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
