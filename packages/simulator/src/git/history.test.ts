import { expect, test } from 'vitest'
import { scratchRepository } from '../testing/scratch-repository.ts'
import type { ScratchRepository } from '../testing/scratch-repository.ts'
import { logCommits, readCommit } from './commits.ts'
import { commitsSince, isAncestor, mergeBase } from './history.ts'

/** Twelve commits: two roots, forks, merges, a criss-cross. Dates run forwards: where they do not, git's ranges may be wrong. */
function tangle(repository: ScratchRepository): readonly string[] {
  const parents = [[], [0], [1], [1], [2, 3], [3, 2], [4, 5], [6], [7], [], [9, 8], [7, 4]]
  const commits: string[] = []
  for (const [index, of] of parents.entries()) {
    const date = 1_790_000_000 + index * 100
    commits.push(
      repository.commit(
        { 'a.txt': `${index}\n` },
        of.map((one) => commits[one] ?? ''),
        date,
      ),
    )
  }
  return commits
}

function askGit(repository: ScratchRepository, args: readonly string[]): string | undefined {
  try {
    return repository.git(args)
  } catch {
    return undefined
  }
}

test('ancestry, merge bases and ranges of a tangled history are what git says', async () => {
  using repository = scratchRepository()
  const { bare } = repository
  const commits = tangle(repository)
  for (const one of commits) {
    for (const other of commits) {
      const ancestor = askGit(repository, ['merge-base', '--is-ancestor', one, other]) !== undefined
      expect(await isAncestor(bare, one, other)).toBe(ancestor)
      expect(await mergeBase(bare, one, other)).toBe(askGit(repository, ['merge-base', one, other])?.split('\n')[0])
      const range = repository.git(['rev-list', '--reverse', '--topo-order', `${one}..${other}`])
      const since = await commitsSince(bare, one, other, { topological: true })
      expect(since.map(({ sha }) => sha).join('\n')).toBe(range)
      const dated = (await commitsSince(bare, one, other, { limit: 2 })).map(({ sha }) => sha).join('\n')
      expect(dated).toBe(repository.git(['rev-list', '--reverse', '--max-count=2', `${one}..${other}`]))
    }
  }
})

test('a commit is read as git log shows it', async () => {
  using repository = scratchRepository()
  const { bare } = repository
  const first = repository.commit({ a: 'a' })
  const second = repository.commit({ a: 'b' }, [first], 1_790_000_001)
  const raw = repository.git(['cat-file', 'commit', second])
  const signed = raw.replace('\n\n', '\ngpgsig -----BEGIN-----\n tree of lies\n -----END-----\n\n')
  const latin = raw.replace('\n\n', '\nencoding ISO-8859-1\n\n')
  for (const text of [raw, `${raw}\n\n`, signed, latin, raw.replace('<mira@shop.example>', '<>')]) {
    const sha = repository.git(['hash-object', '-t', 'commit', '-w', '--stdin'], text)
    expect([await readCommit(bare, sha)]).toEqual(await logCommits(bare, ['--no-walk', sha]))
  }
})

test('a commit that is not there is an error, and is read when it has come', async () => {
  using repository = scratchRepository()
  const sha = repository.commit({ a: 'a' })
  const text = repository.git(['cat-file', 'commit', sha])
  const later = repository.git(['hash-object', '-t', 'commit', '--stdin'], `${text} and more`)
  await expect(readCommit(repository.bare, later)).rejects.toThrow('no such object')
  repository.git(['hash-object', '-t', 'commit', '-w', '--stdin'], `${text} and more`)
  expect((await readCommit(repository.bare, later)).sha).toBe(later)
})
