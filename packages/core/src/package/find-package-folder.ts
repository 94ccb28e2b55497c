import { StagecoachError } from '../error.ts'
import { isName, printable } from '../names/name.ts'
import type { ChangedPath } from './package.ts'

/** The name of the one package whose folder below `migrations` a feature changes; undefined when it changes none.
 *  @throws StagecoachError `package-several`, `package-touches-state`, `name-invalid`, `package-stray-file` */
export function findPackageFolder(changes: readonly ChangedPath[], migrations: string): string | undefined {
  const state = changes.find(({ path }) => path === '.stagecoach' || path.startsWith('.stagecoach/'))
  if (state !== undefined) {
    throw new StagecoachError('package-touches-state', `The feature changes '${printable(state.path)}'.`, {
      hint: 'Only Stagecoach writes below .stagecoach/. Take the change out of the branch.',
    })
  }
  const inside = changes
    .filter(({ path }) => path.startsWith(`${migrations}/`))
    .map(({ path }) => path.slice(migrations.length + 1))
  const stray = inside.find((path) => !path.includes('/') && path.toLowerCase().endsWith('.sql'))
  if (stray !== undefined) {
    throw new StagecoachError('package-stray-file', `'${migrations}/${printable(stray)}' lies in no package's folder.`, {
      hint: `Move it to ${migrations}/<package>/.`,
    })
  }
  const names = [...new Set(inside.filter((path) => path.includes('/')).map((path) => path.slice(0, path.indexOf('/'))))]
  if (names.length > 1) {
    const list = names.map((name) => `'${printable(name)}'`).join(', ')
    throw new StagecoachError('package-several', `The feature changes the folders of several packages: ${list}.`, {
      hint: 'Give each package a branch of its own, and name what must come first under `requires`.',
    })
  }
  const [name] = names
  if (name === undefined || isName(name)) return name
  throw new StagecoachError('name-invalid', `'${printable(name)}' below ${migrations}/ is not a name of a package.`, {
    hint: 'Use 1 to 63 lower-case letters, digits and dashes, and begin with a letter or digit.',
  })
}
