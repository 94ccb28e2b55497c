import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { git } from './run-git.ts'
import { updateHook } from './update-hook.ts'

const settings: readonly (readonly [string, string])[] = [
  ['http.receivepack', 'true'],
  ['uploadpack.allowFilter', 'true'],
  ['uploadpack.allowAnySHA1InWant', 'true'],
  ['receive.advertiseAtomic', 'true'],
  ['receive.denyNonFastForwards', 'false'],
  ['receive.denyDeletes', 'false'],
  // Deleting the branch HEAD points at is refused by the server's own rule, with GitHub's words.
  ['receive.denyDeleteCurrent', 'ignore'],
  ['receive.hideRefs', 'refs/pull'],
  ['receive.autogc', 'false'],
  ['gc.auto', '0'],
  ['core.logAllRefUpdates', 'false'],
]

/** Makes the bare repository of one simulated repository, with the hook that refuses what GitHub refuses. */
export async function createBareRepository(path: string, defaultBranch: string): Promise<void> {
  await mkdir(path, { recursive: true })
  await git(path, ['init', '--quiet', '--bare', `--initial-branch=${defaultBranch}`])
  for (const [name, value] of settings) await git(path, ['config', name, value])
  await mkdir(join(path, 'hooks'), { recursive: true })
  await writeFile(join(path, 'hooks', 'update'), updateHook, { mode: 0o755 })
}
