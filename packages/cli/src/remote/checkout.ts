import { isAbsolute, join } from 'node:path'
import { StagecoachError } from '@stagecoach/core'
import { mustGit, personGit, type PersonGit } from './person-git.ts'

/** The repository of the person at the terminal. */
export interface Checkout {
  /** Top of the working tree; of a bare repository the repository itself. */
  folder: string
  bare: boolean
  /** Shared by all working trees of the repository. */
  gitDirectory: string
  git: PersonGit
}

/** Finds the repository around a folder.
 *  @throws StagecoachError `not-a-repository` */
export async function findCheckout(folder: string, environment: Readonly<Record<string, string | undefined>>): Promise<Checkout> {
  const git = personGit(folder, environment)
  const found = await git(['rev-parse', '--is-bare-repository', '--git-common-dir'])
  if (found.code !== 0) {
    throw new StagecoachError('not-a-repository', `'${folder}' is not in a git repository.`, {
      hint: 'Change into a clone of the repository, or name one with --repo DIR.',
    })
  }
  const [bare, common = ''] = found.stdout.trimEnd().split('\n')
  const gitDirectory = isAbsolute(common) ? common : join(folder, common)
  if (bare === 'true') return { folder: gitDirectory, bare: true, gitDirectory, git }
  const top = (await mustGit(git, ['rev-parse', '--show-toplevel'])).trimEnd()
  return { folder: top, bare: false, gitDirectory, git: personGit(top, environment) }
}
