import { chmod, mkdir, rm, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { StagecoachError, type Oid } from '@stagecoach/core'
import type { Checkout } from '../remote/checkout.ts'
import { mustGit, personGit, type PersonGit } from '../remote/person-git.ts'
import type { Decision } from './decision.ts'
import type { ResolveState } from './resolve-state.ts'

const objectsRef = 'refs/stagecoach/local/resolve'

/** Brings a commit from our git directory into the person's repository, as a new local branch in a working tree of its own: what they have checked out stays as it is.
 *  @throws StagecoachError `resolve-folder-exists` */
export async function addWorktree(
  checkout: Checkout,
  environment: Readonly<Record<string, string | undefined>>,
  from: string,
  commit: Oid,
  place: { folder: string; branch: string },
): Promise<PersonGit> {
  const { folder, branch } = place
  if (existsSync(folder)) {
    throw new StagecoachError('resolve-folder-exists', `The folder '${folder}' is there already.`, {
      hint: 'Remove it, or name another with --worktree DIR.',
    })
  }
  const ours = personGit(from, environment)
  await mustGit(ours, ['--git-dir', from, 'update-ref', objectsRef, commit])
  await mustGit(checkout.git, [
    'fetch',
    '--quiet',
    '--no-tags',
    '--no-write-fetch-head',
    from,
    `+${objectsRef}:refs/heads/${branch}`,
  ])
  await mustGit(checkout.git, ['worktree', 'add', '--quiet', folder, branch])
  return personGit(folder, environment)
}

/** Puts a decision into the working tree and stages it. */
export async function applyDecision(git: PersonGit, folder: string, path: string, decision: Decision): Promise<void> {
  const file = join(folder, path)
  if (decision.kind === 'deleted') await rm(file, { force: true })
  else {
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, decision.bytes)
    await chmod(file, decision.mode === '100755' ? 0o755 : 0o644)
  }
  await mustGit(git, ['add', '-A', '--', path])
}

/** Takes working tree and branch away again, whatever is left of them. */
export async function removeWorktree(
  checkout: Checkout,
  { folder, branch }: Pick<ResolveState, 'folder' | 'branch'>,
): Promise<void> {
  await checkout.git(['worktree', 'remove', '--force', folder])
  await checkout.git(['worktree', 'prune'])
  await checkout.git(['branch', '--quiet', '-D', branch])
}
