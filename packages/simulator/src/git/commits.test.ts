import { expect, test } from 'vitest'
import { scratchRepository } from '../testing/scratch-repository.ts'
import { gitEnvironment } from './run-git.ts'
import { execFileSync } from 'node:child_process'
import { readCommit, writeCommit, type NewCommit } from './commits.ts'

const mira = { name: 'Mira', email: 'mira@shop.example', date: '2026-11-22T08:00:00Z' }

test.each<[what: string, change: Partial<NewCommit>]>([
  ['a message without line feed', { message: 'Größer' }],
  ['a message of several lines', { message: 'Promote\n\nStagecoach-Operation: 0123\n' }],
  ['no message', { message: '' }],
  ['the bot of an App', { author: { ...mira, name: 'github-actions[bot]', email: '1+github-actions[bot]@users.noreply' } }],
  ['a name with what git drops', { author: { ...mira, name: '<"Mira\' <x>.\n', email: ' <mira@shop.example>,' } }],
])('a commit with %s has the bytes that git commit-tree gives it', async (_what, change) => {
  using repository = scratchRepository()
  const { bare, git } = repository
  const parents = [repository.commit({ a: '1' }), repository.commit({ a: '2' }, [], 1_790_000_001)]
  const { tree } = await readCommit(bare, parents[0] ?? '')
  const commit: NewCommit = { tree, parents, message: 'Merge', author: mira, committer: mira, ...change }
  const written = writeCommit(bare, commit)
  expect(written).toBe(byGit(bare.path, commit))
  expect(git(['fsck', '--strict', '--no-dangling'])).toBe('')
  expect(await readCommit(bare, written)).toMatchObject({ tree, parents })
})

function byGit(path: string, { tree, parents, message, author, committer }: NewCommit): string {
  const env = gitEnvironment({
    GIT_AUTHOR_NAME: author.name,
    GIT_AUTHOR_EMAIL: author.email,
    GIT_AUTHOR_DATE: author.date,
    GIT_COMMITTER_NAME: committer.name,
    GIT_COMMITTER_EMAIL: committer.email,
    GIT_COMMITTER_DATE: committer.date,
  })
  const args = ['commit-tree', tree, ...parents.flatMap((parent) => ['-p', parent])]
  return execFileSync('git', args, { cwd: path, env, input: message, encoding: 'utf8', stdio: 'pipe' }).trim()
}
