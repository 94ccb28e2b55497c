import { StagecoachError } from '@stagecoach/core'
import { mustGit, type PersonGit } from './person-git.ts'

/** The branch that the HEAD of a remote (its name, or a path) names, asked with git alone.
 *  @throws StagecoachError `git-failed`, `default-branch-unknown` */
export async function askDefaultBranch(git: PersonGit, remote: string): Promise<string> {
  const answer = await mustGit(git, ['ls-remote', '--symref', '--', remote, 'HEAD'])
  const branch = /^ref: refs\/heads\/(.+)\tHEAD$/m.exec(answer)?.[1]
  if (branch !== undefined) return branch
  throw new StagecoachError('default-branch-unknown', `The remote '${remote}' does not say which branch is its default.`, {
    hint: 'Push the default branch first.',
  })
}
