import { StagecoachError, type Host, type Workspace } from '@stagecoach/core'

/** The files of a branch as last fetched, in a folder of their own: configured commands run there and never in the person's working tree. */
export async function unpackBranch(host: Pick<Host, 'git'>, workspace: Workspace, branch: string): Promise<string> {
  const ref = `refs/heads/${branch}`
  const tip = (await host.git.fetch([ref])).get(ref)
  if (tip === undefined) throw new StagecoachError('branch-missing', `The branch '${branch}' does not exist.`)
  const files = new Map<string, { bytes: Uint8Array; executable: boolean }>()
  for (const { path, mode, oid } of await host.git.list(tip.oid)) {
    // Links and submodules have no bytes of their own.
    if (mode.startsWith('100')) files.set(path, { bytes: await host.git.readBlob(oid), executable: mode === '100755' })
  }
  return workspace.unpack(files)
}
