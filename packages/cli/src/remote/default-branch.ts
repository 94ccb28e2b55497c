import { StagecoachError } from '@stagecoach/core'
import { remoteError } from '@stagecoach/git'
import type { PersonGit } from './person-git.ts'

/** The branch that the HEAD of a remote (its name, or a path) names, asked with git alone.
 *  @throws StagecoachError `remote-permission`, `remote-unreachable`, `default-branch-unknown` */
export async function askDefaultBranch(git: PersonGit, remote: string): Promise<string> {
  const { code, stdout, stderr } = await git(['ls-remote', '--symref', '--', remote, 'HEAD'])
  if (code !== 0) throw remoteError(remote, stderr)
  const branch = /^ref: refs\/heads\/(.+)\tHEAD$/m.exec(stdout)?.[1]
  if (branch !== undefined) return branch
  throw new StagecoachError('default-branch-unknown', `The remote '${remote}' does not say which branch is its default.`, {
    hint: 'Push the default branch first.',
  })
}
