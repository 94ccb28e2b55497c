import { StagecoachError } from '../error.ts'
import type { Room } from '../ports/runtime.ts'
import type { AssembledPackage } from './assemble-package.ts'
import type { PackageRef } from './package.ts'

/** Publishes a package as its tag; when somebody stored the same one meanwhile, that one is taken.
 *  @throws StagecoachError `package-version-taken`, `push-refused` */
export async function storePackage(
  { host }: Room,
  { manifest, folder }: AssembledPackage,
): Promise<{ ref: PackageRef; stored: boolean }> {
  const first = await host.packages.prepare(manifest, folder.bytes)
  if (first.update === undefined) return { ref: first.ref, stored: false }
  const pushed = await host.git.push([first.update])
  switch (pushed.kind) {
    case 'pushed':
      return { ref: first.ref, stored: true }
    case 'refused':
      throw new StagecoachError('push-refused', `The tag '${pushed.ref}' could not be pushed: ${pushed.reason}.`, {
        hint:
          pushed.code === 'permission'
            ? 'Add `contents: write` to the job permissions (at a terminal: use a token that may push).'
            : 'Let Stagecoach create tags below package/.',
      })
    case 'stale': {
      await host.git.fetch(['refs/tags/package/*'])
      const again = await host.packages.prepare(manifest, folder.bytes)
      if (again.update === undefined) return { ref: again.ref, stored: false }
      throw new StagecoachError('package-version-taken', `The tag of '${manifest.name}' ${manifest.version} moved meanwhile.`)
    }
  }
}
