import type { Host, Oid, Workspace } from '@stagecoach/core'

/** The files of a commit in a folder of their own: configured commands run there and never in the person's working tree. */
export async function unpackTree(host: Pick<Host, 'git'>, workspace: Workspace, treeish: Oid): Promise<string> {
  const files = new Map<string, { bytes: Uint8Array; executable: boolean }>()
  for (const { path, mode, oid } of await host.git.list(treeish)) {
    // Links and submodules have no bytes of their own.
    if (mode.startsWith('100')) files.set(path, { bytes: await host.git.readBlob(oid), executable: mode === '100755' })
  }
  return workspace.unpack(files)
}
