import { expect, test } from 'vitest'
import { scratchRepository } from '../testing/scratch-repository.ts'
import type { ScratchRepository } from '../testing/scratch-repository.ts'
import { advertise } from './advertise.ts'
import { collect, startService } from './git-service.ts'
import { answerLsRefs } from './ls-refs.ts'
import { packet } from './pkt-line.ts'

function withRefs(repository: ScratchRepository): void {
  const sha = repository.commit({ 'a.txt': 'a\n' })
  const tag = repository.git(['mktag'], `object ${sha}\ntype commit\ntag t\ntagger M <m@x> 1790000000 +0000\n\nt\n`)
  const refs = ['refs/heads/main', 'refs/heads/main-2', 'refs/heads/ä/ö', 'refs/pull/1/head', 'refs/stagecoach/resolutions']
  for (const ref of refs) repository.git(['update-ref', ref, sha])
  repository.git(['update-ref', 'refs/tags/package/a/1', tag])
  repository.git(['pack-refs', '--all'])
  repository.git(['update-ref', 'refs/heads/main', repository.commit({ 'a.txt': 'b\n' }, [sha])])
  repository.git(['update-ref', 'refs/heads/loose', sha])
  repository.git(['update-ref', '-d', 'refs/heads/main-2'])
}

async function gitSays(repository: ScratchRepository, service: 'upload-pack' | 'receive-pack', body?: Buffer): Promise<string> {
  const protocol = service === 'upload-pack' ? 'version=2' : undefined
  const call = { advertise: body === undefined, protocol, body: body ?? Buffer.alloc(0) }
  return (await collect(startService(repository.bare, service, call))).toString('utf8')
}

test('what a push is told of the refs is, byte for byte, what git says, before and after a ref has moved', async () => {
  using repository = scratchRepository()
  const { bare } = repository
  const greeting = packet('# service=git-receive-pack\n').toString('latin1') + '0000'
  const told = async (): Promise<string> => (await advertise(bare, 'receive-pack', undefined)).toString('utf8')
  expect(await told()).toBe(greeting + (await gitSays(repository, 'receive-pack')))
  withRefs(repository)
  expect(await told()).toBe(greeting + (await gitSays(repository, 'receive-pack')))
  repository.git(['update-ref', '-d', 'refs/heads/loose'])
  expect(await told()).toBe(greeting + (await gitSays(repository, 'receive-pack')))
})

test('version 2 says what git can do, and names no refs', async () => {
  using repository = scratchRepository()
  const first = (await advertise(repository.bare, 'upload-pack', 'version=2')).toString('utf8')
  withRefs(repository)
  expect((await advertise(repository.bare, 'upload-pack', 'version=2')).toString('utf8')).toBe(first)
  expect(await gitSays(repository, 'upload-pack')).toBe(first)
})

const line = (text: string): Buffer => packet(`${text}\n`)
const question = (...args: readonly string[]): Buffer =>
  Buffer.concat([
    line('command=ls-refs'),
    line('agent=git/2.39.5'),
    packet('object-format=sha1'),
    Buffer.from('0001'),
    ...args.map(line),
    Buffer.from('0000'),
  ])

test.each([
  ['everything', []],
  ['peeled, with symbolic refs', ['peel', 'symrefs', 'unborn']],
  ['one branch', ['symrefs', 'ref-prefix refs/heads/main']],
  ['HEAD and tags', ['peel', 'symrefs', 'ref-prefix HEAD', 'ref-prefix refs/tags/']],
  ['half a folder name', ['ref-prefix refs/st']],
  ['twice the same', ['ref-prefix refs/heads/', 'ref-prefix refs/heads/ä/ö']],
  ['nothing that is there', ['ref-prefix refs/heads/none']],
])('ls-refs is answered as git answers: %s', async (_, args) => {
  using repository = scratchRepository()
  withRefs(repository)
  const answer = await answerLsRefs(repository.bare, question(...args))
  expect(answer?.toString('utf8')).toBe(await gitSays(repository, 'upload-pack', question(...args)))
})

test('a HEAD that leads nowhere yet, and a fetch, are left to git', async () => {
  using repository = scratchRepository()
  expect(await answerLsRefs(repository.bare, question('unborn', 'symrefs'))).toBeUndefined()
  withRefs(repository)
  expect(await answerLsRefs(repository.bare, Buffer.concat([line('command=fetch'), Buffer.from('0001')]))).toBeUndefined()
})
