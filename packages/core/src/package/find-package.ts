import { StagecoachError } from '../error.ts'
import type { Room } from '../ports/runtime.ts'
import { findPackageFolder } from './find-package-folder.ts'
import type { ChangedPath, Oid } from './package.ts'

/** The name of the package that a feature carries: of the folder it changes, else (production has the folder already) of its earlier version that the source continues.
 *  @throws StagecoachError `package-several`, `package-touches-state`, `package-missing-folder`, … */
export async function findPackage(room: Room, source: Oid, base: Oid, changes: readonly ChangedPath[]): Promise<string> {
  const { migrations } = room.config.database
  const name = findPackageFolder(changes, migrations) ?? (await continuedPackage(room, source, base))
  if (name !== undefined) return name
  throw new StagecoachError('package-missing-folder', `The feature changes no folder below '${migrations}/'.`, {
    hint: `Add ${migrations}/<name>/package.yml: its folder names the package, also without database changes.`,
  })
}

async function continuedPackage({ host }: Room, source: Oid, base: Oid): Promise<string | undefined> {
  const names = new Set<string>()
  for (const stored of await host.packages.versions()) {
    const earlier = await host.git.isAncestor(stored.source, source)
    if (earlier && !(await host.git.isAncestor(stored.source, base))) names.add(stored.name)
  }
  const [name, ...others] = names
  return others.length === 0 ? name : undefined
}
