import { expect, test } from 'vitest'
import { scratchRepository } from '../testing/scratch-repository.ts'
import { objectType, peelToCommit } from './objects.ts'

test('one process sees objects that arrive later, loose and packed', async () => {
  using repository = scratchRepository()
  const { objects } = repository.bare
  const first = repository.commit({ 'a.txt': 'a\n' })
  expect(await objects.info(first)).toMatchObject({ sha: first, type: 'commit' })
  const second = repository.commit({ 'a.txt': 'b\n' }, [first])
  repository.git(['update-ref', 'refs/heads/main', second])
  repository.git(['repack', '-q', '-a', '-d'])
  const all = await Promise.all([first, second].map((sha) => objects.contents(sha)))
  expect(all.map((object) => object?.content.toString('utf8'))).toEqual(
    [first, second].map((sha) => `${repository.git(['cat-file', 'commit', sha])}\n`),
  )
})

test('a name that names nothing is no object, and the next question is answered', async () => {
  using repository = scratchRepository()
  const { objects } = repository.bare
  const blob = repository.git(['hash-object', '-w', '--stdin'], '')
  const odd = ['refs/heads/no such', `${blob} missing`, 'a\nb', `${blob}^{commit}`]
  expect(await Promise.all(odd.map((name) => objects.contents(name)))).toEqual(odd.map(() => undefined))
  expect(await objects.contents(blob)).toMatchObject({ type: 'blob', size: 0 })
})

test('bytes come as they are, also many at once', async () => {
  using repository = scratchRepository()
  const texts = Array.from({ length: 30 }, (_, index) => 'é\0\n'.repeat(index * 1000))
  const ids = texts.map((text) => repository.git(['hash-object', '-w', '--stdin'], text))
  const read = await Promise.all(ids.map((id) => repository.bare.objects.contents(id)))
  expect(read.map((object) => object?.content.toString('utf8'))).toEqual(texts)
})

test('after its end it is started again by the next question', async () => {
  using repository = scratchRepository()
  const sha = repository.commit({ a: 'a' })
  expect(await objectType(repository.bare, sha)).toBe('commit')
  repository.bare.close()
  expect(await repository.bare.objects.info(sha)).toMatchObject({ type: 'commit' })
})

test('a tag of a tag leads to its commit, a tag of a blob to none', async () => {
  using repository = scratchRepository()
  const { bare } = repository
  const sha = repository.commit({ a: 'a' })
  const blob = repository.git(['hash-object', '-w', '--stdin'], 'x')
  const tag = (object: string, type: string): string =>
    repository.git(['mktag'], `object ${object}\ntype ${type}\ntag t\ntagger M <m@x> 1790000000 +0000\n\nt\n`)
  expect(await peelToCommit(bare, tag(tag(sha, 'commit'), 'tag'))).toBe(sha)
  expect(await peelToCommit(bare, tag(blob, 'blob'))).toBeUndefined()
})
