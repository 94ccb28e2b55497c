import type { Host, Room } from '../ports/runtime.ts'
import type { TreeEntry } from '../ports/git.ts'
import { buildManifest } from './build-manifest.ts'
import { findPackage } from './find-package.ts'
import { isLink, type FolderFile } from './folder-problems.ts'
import { readPackageFolder, type PackageFolder } from './package-folder.ts'
import type { Manifest, Oid } from './package.ts'

export interface AssembledPackage {
  manifest: Manifest
  folder: PackageFolder
}

/** Everything that a source commit says about its package, relative to a base that is fixed already. Writes nothing.
 *  @throws StagecoachErrors `package-invalid`; StagecoachError as `findPackage`, `version-invalid` */
export async function assemblePackage(
  room: Room,
  source: Oid,
  base: Oid,
  version: string | undefined,
): Promise<AssembledPackage> {
  const { git } = room.host
  const changes = await git.diff(base, source)
  const name = await findPackage(room, source, base, changes)
  const ownFolder = `${room.config.database.migrations}/${name}`
  const folder = readPackageFolder(name, ownFolder, await readFiles(room.host, await git.list(source, ownFolder), ownFolder))
  const manifest = buildManifest({
    folder,
    source: await git.commit(source),
    base,
    changes,
    ownFolder,
    commits: await git.log(base, source),
    ...(version === undefined ? {} : { version }),
  })
  return { manifest, folder }
}

async function readFiles({ git }: Host, entries: readonly TreeEntry[], folder: string): Promise<FolderFile[]> {
  const read = async (entry: TreeEntry): Promise<FolderFile> => ({
    path: entry.path.slice(folder.length + 1),
    mode: entry.mode,
    bytes: isLink(entry) ? new Uint8Array() : await git.readBlob(entry.oid),
  })
  return Promise.all(entries.map(read))
}
