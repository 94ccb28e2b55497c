import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, expect, test } from 'vitest'
import { canonicalJson, recordDigest } from '@stagecoach/core'
import type { NewEntry } from '@stagecoach/core'
import { openGit } from '../open-git.ts'
import { bareRepository, plainGit, temporaryFolder } from '../testing/temporary.ts'
import { recordPath } from './ledger-path.ts'
import { ledgerIn, openLedger } from './open-ledger.ts'
import type { OpenLedger } from './open-ledger.ts'
import { verifyLedger } from './verify-ledger.ts'

const open: OpenLedger[] = []
async function opened(url: string, directory?: string): Promise<OpenLedger> {
  const clock = { now: () => new Date('2026-01-02T03:04:05Z') }
  const ledger = await openLedger({ url, clock, actor: { login: 'ada' }, ...(directory === undefined ? {} : { directory }) })
  open.push(ledger)
  return ledger
}
afterEach(async () => {
  for (const ledger of open.splice(0)) await ledger.close()
})

const entry = (key: string): NewEntry => ({ kind: 'release', key, content: 'a'.repeat(40), digest: 'b'.repeat(64) })

test('numbers, links and dates records, one commit for each append', async () => {
  const origin = bareRepository()
  const ledger = await opened(origin)
  expect(await ledger.read()).toEqual({ tip: undefined, records: [] })
  await ledger.append(() => [entry('one'), entry('two')])
  const { tip, records } = await ledger.append(() => [entry('three')])
  expect(records.map(({ seq, at, by, key }) => `${seq} ${at} ${by.login} ${key}`)).toEqual([
    '1 2026-01-02T03:04:05.000Z ada one',
    '2 2026-01-02T03:04:05.000Z ada two',
    '3 2026-01-02T03:04:05.000Z ada three',
  ])
  expect(records[0]?.previous).toBe('0'.repeat(64))
  expect(records[2]?.previous).toBe(records[1] && recordDigest(records[1]))
  expect(plainGit(origin, 'rev-list', '--count', 'stagecoach/ledger')).toBe('2')
  expect(plainGit(origin, 'show', 'stagecoach/ledger:records/0000/00000003.json')).toBe(canonicalJson(records[2]))
  expect(plainGit(origin, 'rev-parse', 'stagecoach/ledger')).toBe(tip)
  expect(ledger.roundTrips()).toEqual({ fetch: 1, push: 2, lazy: 0 })
})

test('leaves out what is recorded already, without a push', async () => {
  const ledger = await opened(bareRepository())
  const first = await ledger.append(() => [entry('one'), entry('one')])
  expect(await ledger.append(() => [entry('one')])).toEqual(first)
  expect(ledger.roundTrips()).toEqual({ fetch: 1, push: 1, lazy: 0 })
})

test('asks again on the newest history when somebody was faster, and believes no refusal of an older one', async () => {
  const origin = bareRepository()
  const [mine, other] = [await opened(origin), await opened(origin)]
  await mine.read()
  await other.append(() => [entry('other')])
  const seen: number[] = []
  await mine.append(({ records }) => {
    seen.push(records.length)
    return [entry('mine')]
  })
  expect(seen).toEqual([0, 1])
  expect(mine.refusals()).toBe(1)
  const taken = other.append(({ records }) => {
    if (records.length < 2) throw new Error('refused on an old history')
    return []
  })
  expect((await taken).records).toHaveLength(2)
})

test('reads only what is new, also in another process with the same directory', async () => {
  const [origin, directory] = [bareRepository(), temporaryFolder()]
  const first = await opened(origin, directory)
  await first.append(() => [entry('one')])
  await (await opened(origin)).append(() => [entry('two')])
  const again = await opened(origin, directory)
  expect((await again.read()).records.map((record) => record.key)).toEqual(['one', 'two'])
  expect((await again.read()).records).toHaveLength(2)
})

test('reads what another fetch of the same repository brought, once, and believes no refusal of it', async () => {
  const origin = bareRepository()
  const other = await opened(origin)
  await other.append(() => [entry('one')])
  const git = await openGit({ url: origin })
  const author = { clock: { now: () => new Date('2026-01-02T03:04:05Z') }, actor: { login: 'ada' } }
  const ledger = ledgerIn(git, author)

  await git.fetch(['refs/heads/*'])
  await other.append(() => [entry('two')])
  expect((await ledger.read()).records).toHaveLength(1)
  expect(git.roundTrips().fetch).toBe(1)
  expect((await ledger.read()).records).toHaveLength(2)
  expect(git.roundTrips().fetch).toBe(2)

  await git.fetch(['refs/heads/*'])
  await other.append(() => [entry('three')])
  const { records } = await ledgerIn(git, author).append(({ records }) => {
    if (records.length < 3) throw new Error('refused on an old history')
    return [entry('four')]
  })
  expect(records.map((record) => record.key)).toEqual(['one', 'two', 'three', 'four'])
  await git.close()
})

test('refuses a branch that was rewritten since it was read', async () => {
  const origin = bareRepository()
  const ledger = await opened(origin)
  const { tip } = await ledger.append(() => [entry('one')])
  await ledger.append(() => [entry('two')])
  plainGit(origin, 'update-ref', 'refs/heads/stagecoach/ledger', tip ?? '')
  await expect(ledger.read()).rejects.toMatchObject({ code: 'ledger-broken' })
  plainGit(origin, 'update-ref', '-d', 'refs/heads/stagecoach/ledger')
  await expect(ledger.read()).rejects.toMatchObject({ code: 'ledger-broken' })
})

test('reads records of a newer format past, and writes none after them', async () => {
  const origin = bareRepository()
  const ledger = await opened(origin)
  const { records } = await ledger.append(() => [entry('one')])
  const previous = records[0] && recordDigest(records[0])
  await putRecord(origin, 2, canonicalJson({ schema: 2, seq: 2, previous, kind: 'unheard-of' }))
  expect((await ledger.read()).records.map((record) => record.key)).toEqual(['one'])
  await expect(ledger.append(() => [entry('two')])).rejects.toMatchObject({ code: 'ledger-format-newer' })
  expect((await verifyLedger({ url: origin })).problems).toEqual([])
})

test('names the line to add when it may not write, and what is wrong when it cannot be reached', async () => {
  const origin = bareRepository()
  plainGit(origin, 'config', 'receive.denyUpdates', 'true')
  plainGit(origin, 'config', 'transfer.hideRefs', 'refs/heads/stagecoach')
  const ledger = await opened(origin)
  await expect(ledger.append(() => [entry('one')])).rejects.toMatchObject({
    code: 'ledger-refused',
    hint: expect.any(String) as string,
  })
  const nowhere = await opened('https://127.0.0.1:1/none')
  await expect(nowhere.read()).rejects.toMatchObject({ code: 'ledger-unreachable' })
})

test('loses none of 200 records that 8 processes write at once', async () => {
  const origin = bareRepository()
  const script = fileURLToPath(new URL('../testing/append-records.ts', import.meta.url))
  const writer = (name: string) =>
    promisify(execFile)(process.execPath, ['--conditions=stagecoach-source', script, origin, name, '25'], { encoding: 'utf8' })
  const outputs = await Promise.all(Array.from({ length: 8 }, (_, index) => writer(`writer-${index}`)))
  const refusals = outputs.reduce((sum, { stdout }) => sum + Number(stdout), 0)

  const { records } = await (await opened(origin)).read()
  expect(new Set(records.map((record) => record.key)).size).toBe(200)
  expect(records.map((record) => record.seq)).toEqual(Array.from({ length: 200 }, (_, index) => index + 1))
  expect(refusals).toBeGreaterThan(0)
  expect((await verifyLedger({ url: origin })).problems).toEqual([])
  console.log(`8 processes, 200 records, ${refusals} compare-and-swap refusals`)
}, 600_000)

/** Writes a record's file as a commit on top of the branch. */
async function putRecord(origin: string, seq: number, text: string): Promise<void> {
  const git = await openGit({ url: origin })
  const ref = 'refs/heads/stagecoach/ledger'
  const expected = (await git.fetch([ref])).get(ref)?.oid
  const tree = await git.editTree(
    expected,
    new Map([[recordPath(seq), { mode: '100644', oid: await git.writeBlob(Buffer.from(text)) }]]),
  )
  const person = { name: 'Mallory', email: 'mallory@example.com' }
  const parents = expected === undefined ? [] : [expected]
  const to = await git.writeCommit({
    tree,
    parents,
    message: 'put',
    author: person,
    committer: person,
    at: '2026-01-03T00:00:00Z',
  })
  await git.push([{ ref, expected, to }])
  await git.close()
}
