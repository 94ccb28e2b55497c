import { StagecoachError, type Person } from '@stagecoach/core'
import type { PersonGit } from '../remote/person-git.ts'

/** Who commits, as git would have it: environment, then configuration.
 *  @throws StagecoachError `identity-missing` */
export async function personOf(git: PersonGit): Promise<Person> {
  const answer = await git(['var', 'GIT_AUTHOR_IDENT'])
  const [, name, email] = /^(.+) <(.+)> \d+ [+-]\d{4}$/.exec(answer.stdout.trimEnd()) ?? []
  if (answer.code === 0 && name !== undefined && email !== undefined) return { name, email }
  throw new StagecoachError('identity-missing', 'git does not know who you are.', {
    hint: 'git config --global user.name "…" && git config --global user.email "…"',
  })
}
