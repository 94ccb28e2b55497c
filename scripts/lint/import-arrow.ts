import { posix } from 'node:path'
import { owners, rooms } from './house-arrows.ts'

/** One import as it stands in a file. Paths are relative to the checkout, with forward slashes. */
export interface ImportArrow {
  file: string
  specifier: string
  /** True for `await import(…)`. */
  lazy: boolean
}

/** Why the import is forbidden, as a sentence; undefined when it is fine. */
export function forbiddenArrow(arrow: ImportArrow): string | undefined {
  const room = roomOf(arrow.file)
  if (room === undefined) return undefined
  if (arrow.specifier.startsWith('.')) return forbiddenPath(arrow, room)
  if (arrow.specifier.startsWith('@stagecoach/')) return forbiddenPackage(arrow, room)
  return forbiddenLibrary(arrow, room)
}

/** `packages/core`, `actions`, `test`, `test/bench` or `scripts`; undefined for files outside the house's rooms. */
export function roomOf(file: string): string | undefined {
  const [top = '', name = ''] = file.split('/')
  const inner = `${top}/${name}`
  const room = top === 'packages' || Object.hasOwn(rooms, inner) ? inner : top
  return Object.hasOwn(rooms, room) || top === 'packages' ? room : undefined
}

/** Where one may not look through the door of another: the folder of an action, of a package, of the tests. */
function homeOf(file: string): string {
  const parts = file.split('/')
  return parts.slice(0, parts[0] === 'packages' || parts[0] === 'actions' ? 2 : 1).join('/')
}

function forbiddenPath({ file, specifier }: ImportArrow, room: string): string | undefined {
  const target = posix.join(posix.dirname(file), specifier)
  if (homeOf(target) === homeOf(file)) return undefined
  // The generator reads what an action says of itself; nothing else of an action is anybody's business.
  if (room === 'scripts' && /^actions\/[^/]+\/src\/spec\.ts$/.test(target)) return undefined
  if (room === 'scripts' && !target.startsWith('packages/') && !target.startsWith('actions/')) return undefined
  return `"${specifier}" reaches into ${homeOf(target)}. Import what its index.ts exports, by the name of the package.`
}

function forbiddenPackage({ file, specifier, lazy }: ImportArrow, room: string): string | undefined {
  const [, name = '', ...inner] = specifier.split('/')
  const isTesting = inner.join('/') === 'testing'
  if (inner.length > 0 && !(isTesting && isTestFile(file))) {
    const only = isTesting ? ' Only tests may import it.' : ''
    return `"${specifier}" is an inner path of another package.${only} Import "@stagecoach/${name}".`
  }
  const { imports, lazy: later = [], tests = [] } = rooms[room] ?? { imports: [] }
  if (imports.includes(name) || room === `packages/${name}`) return undefined
  if (isTestFile(file) && tests.includes(name)) return undefined
  if (!later.includes(name))
    return `${room} may not import "@stagecoach/${name}"; it may import: ${imports.join(', ') || 'nothing of ours'}.`
  return lazy ? undefined : `${room} loads "@stagecoach/${name}" only when it is needed: await import('${specifier}').`
}

function forbiddenLibrary({ file, specifier }: ImportArrow, room: string): string | undefined {
  const owner = owners.find(({ library }) => library.test(specifier))
  if (owner === undefined || owner.rooms.includes(room)) return undefined
  if (isTestFile(file) && owner.testsOf?.includes(room) === true) return undefined
  return `"${specifier}" belongs to ${owner.rooms.join(' and ')}. Use what that package offers.`
}

/** A random walk is one test, however many files it takes. */
function isTestFile(file: string): boolean {
  return /\.test\.ts$|\/testing\/|^packages\/cli\/src\/walk\//.test(file)
}
