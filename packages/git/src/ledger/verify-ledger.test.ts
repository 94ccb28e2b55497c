import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Oid } from '@stagecoach/core'
import { openGit } from '../open-git.ts'
import type { OpenGit } from '../open-git.ts'
import { ada, bareRepository } from '../testing/temporary.ts'
import { ledgerRef, recordPath } from './ledger-path.ts'
import { openLedger } from './open-ledger.ts'
import { verifyLedger } from './verify-ledger.ts'

let origin: string
let git: OpenGit
let tips: Oid[]

/** Seven records in seven commits. */
beforeEach(async () => {
  origin = bareRepository()
  const ledger = await openLedger({
    url: origin,
    clock: { now: () => new Date('2026-01-02T03:04:05Z') },
    actor: { login: 'ada' },
  })
  tips = []
  for (let index = 1; index <= 7; index++) {
    const content = String(index).repeat(40)
    const history = await ledger.append(() => [{ kind: 'release', key: `k${index}`, content, digest: 'b'.repeat(64) }])
    if (history.tip !== undefined) tips.push(history.tip)
  }
  await ledger.close()
  git = await openGit({ url: origin })
  await git.fetch([ledgerRef])
})
afterEach(() => git.close())

const at = '2026-01-03T00:00:00Z'

async function commit(parents: Oid[], tree: Oid): Promise<Oid> {
  return git.writeCommit({ tree, parents, message: 'x', author: ada, committer: ada, at })
}

async function put(base: Oid, edits: Record<string, string | undefined>): Promise<Oid> {
  const entries = await Promise.all(
    Object.entries(edits).map(async ([path, text]) => {
      const file = text === undefined ? undefined : { mode: '100644', oid: await git.writeBlob(Buffer.from(text)) }
      return [path, file] as const
    }),
  )
  return git.editTree(base, new Map(entries))
}

async function textOf(seq: number): Promise<string> {
  return Buffer.from((await git.readFile(tips.at(-1) ?? '', recordPath(seq))) ?? []).toString()
}

async function problemsOf(tip: Oid, noted: Oid[] = []): Promise<string[]> {
  await git.push([{ ref: ledgerRef, expected: tips.at(-1), to: tip }])
  const { problems } = await verifyLedger({ url: origin, noted })
  return problems.map((problem) => `${problem.kind} ${problem.seq ?? '-'}`)
}

test('finds nothing in a ledger that holds', async () => {
  expect(await verifyLedger({ url: origin, noted: tips })).toEqual({ tip: tips.at(-1), records: 7, problems: [] })
})

// Every byte position class of a record: inside a value, a member name, the link itself, the punctuation.
test.each([
  ['a value', '"content":"4', '"content":"5'],
  ['the link', '"previous":"', '"previous":"e'],
  ['a name', '"digest"', '"digesu"'],
  ['the form', '"schema":1', '"schema": 1'],
])('finds one flipped byte in %s at its record, and the commit that did it', async (_, from, to) => {
  const tip = tips.at(-1) ?? ''
  const before = await textOf(4)
  const text =
    from === '"previous":"'
      ? before.replace(/("previous":")(.)/, (__, name: string, c: string) => name + (c === 'e' ? 'f' : 'e'))
      : before.replace(from, to)
  expect(text).not.toBe(before)
  expect(await problemsOf(await commit([tip], await put(tip, { [recordPath(4)]: text })))).toEqual([
    'chain-broken 4',
    'record-changed 4',
  ])
})

test('finds a flipped byte at its record when the branch was rewritten around it', async () => {
  let tip = tips[2] ?? ''
  const changed = (await textOf(4)).replace('"content":"4', '"content":"5')
  for (let seq = 4; seq <= 7; seq++) {
    tip = await commit([tip], await put(tip, { [recordPath(seq)]: seq === 4 ? changed : await textOf(seq) }))
  }
  expect(await problemsOf(tip, tips)).toEqual(['chain-broken 4', ...Array<string>(4).fill('rewritten -')])
})

test('finds a removed record, a foreign file, and a branch set back', async () => {
  const tip = tips.at(-1) ?? ''
  const tree = await put(tip, { [recordPath(3)]: undefined, 'records/0000/x.json': '{}', 'README.md': 'hello' })
  expect((await problemsOf(await commit([tip], tree))).sort()).toEqual([
    'chain-broken 3',
    'foreign-file -',
    'foreign-file -',
    'record-removed 3',
  ])
})

test('finds a branch that was set back, when its tip was noted elsewhere', async () => {
  expect(await problemsOf(tips[4] ?? '', tips.slice(0, 6))).toEqual(['rewritten -'])
})

test('reading refuses a changed record by its number', async () => {
  const tip = tips.at(-1) ?? ''
  await problemsOf(await commit([tip], await put(tip, { [recordPath(4)]: (await textOf(4)).replace('"4444', '"5444') })))
  const ledger = await openLedger({ url: origin, clock: { now: () => new Date() }, actor: { login: 'ada' } })
  await expect(ledger.read()).rejects.toMatchObject({
    code: 'ledger-broken',
    message: expect.stringContaining('ecord 4') as string,
  })
  await ledger.close()
})
