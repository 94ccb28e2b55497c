import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LedgerRecord } from '@stagecoach/core'
import { expect, test } from 'vitest'
import { openShop, priced, pushFeature } from '../testing/shop.ts'
import type { Workbench } from '../testing/workbench.ts'

// Each line at the terminal opens everything anew, as a person's would; a loaded machine needs its time.
const patience = 240_000

/** loyalty is in integration; search is proposed and conflicts, in #2. */
async function openConflict(search: Record<string, string | undefined>): Promise<Workbench> {
  const bench = await openShop()
  await pushFeature(bench, 'loyalty', { 'prices.txt': priced('two for friends'), 'terms.txt': 'friendly\n' })
  await pushFeature(bench, 'search', search)
  for (const name of ['loyalty', 'search']) await bench.run('build', `feature/${name}`)
  await bench.run('promote', 'integration', 'loyalty')
  expect((await bench.json('gate', '1')).result.outcome).toBe('merged')
  expect((await bench.json('deploy', 'integration')).result.outcome).toBe('deployed')
  expect(await bench.json('promote', 'integration', 'search')).toMatchObject({
    code: 3,
    result: { outcome: 'conflict', pullRequest: 2 },
  })
  return bench
}

async function records(bench: Workbench, kind: string): Promise<LedgerRecord[]> {
  const { result } = await bench.json('ledger', 'log', '--kind', kind)
  return (result.data as { records: LedgerRecord[] }).records
}

test(
  'lays the conflict out beside the checkout, waits for a person, and pushes what they decided as theirs',
  { timeout: patience },
  async () => {
    await using bench = await openConflict({ 'prices.txt': priced('two, found fast') })
    const folder = `${bench.clone}.resolve-2`
    expect(await bench.json('resolve', '2', '--continue')).toMatchObject({ code: 2, result: { reason: 'resolve-not-started' } })
    expect(await bench.json('resolve', 'integration', 'search')).toMatchObject({
      code: 3,
      result: { outcome: 'resolving', data: { folder, open: ['prices.txt'] } },
    })
    const laid = readFileSync(join(folder, 'prices.txt'), 'utf8')
    expect(laid).toContain('<<<<<<< ours\ntwo for friends\n||||||| base\ntwo\n=======\ntwo, found fast\n>>>>>>> theirs\n')
    expect(existsSync(join(folder, 'db/migrations/search/package.yml'))).toBe(true)
    expect(await bench.git('branch', '--show-current')).toBe('main')

    expect(await bench.json('resolve', '2')).toMatchObject({ code: 3, result: { outcome: 'resolving' } })
    writeFileSync(join(folder, 'prices.txt'), priced('two for friends, found fast'))
    writeFileSync(join(folder, 'terms.txt'), 'mine\n')
    expect(await bench.json('resolve', '2', '--continue')).toMatchObject({
      code: 3,
      result: { reason: 'foreign-change', message: expect.stringContaining('terms.txt') },
    })
    writeFileSync(join(folder, 'terms.txt'), 'friendly\n')
    const done = await bench.json('resolve', '2', '--continue')
    expect(done).toMatchObject({ code: 0, result: { outcome: 'resolved', next: [{ workflow: 'stagecoach-promote.yml' }] } })
    expect(existsSync(folder)).toBe(false)

    const head = ['--git-dir', bench.remote, 'log', '-1', '--format=%an <%ae> %P', 'promote/integration/search']
    expect(await bench.git(...head)).toBe(
      `Ada <ada@example.com> ${await bench.git('--git-dir', bench.remote, 'rev-parse', 'env/integration')}`,
    )
    expect(await bench.git('--git-dir', bench.remote, 'show', 'promote/integration/search:prices.txt')).toBe(
      priced('two for friends, found fast').trim(),
    )
    expect(await bench.json('promote', 'integration', 'search')).toMatchObject({ code: 0, result: { outcome: 'refreshed' } })
    expect(await records(bench, 'resolution')).toMatchObject([{ person: 'ada@example.com', paths: ['prices.txt'] }])
    expect(await bench.json('resolve', '2')).toMatchObject({ code: 0, result: { outcome: 'unchanged' } })
  },
)

test('takes decisions from the command line, and gives up without a trace', { timeout: patience }, async () => {
  await using bench = await openConflict({ 'prices.txt': priced('two, found fast'), 'terms.txt': undefined })
  const folder = `${bench.clone}.resolve-2`
  bench.write('../mine.txt', priced('two by hand'))
  expect(await bench.json('resolve', '2', '--dry-run')).toMatchObject({
    code: 3,
    result: { outcome: 'planned', reason: 'text-conflict' },
  })
  expect(await bench.json('resolve', '2', '--ours', 'nothing.txt')).toMatchObject({
    code: 2,
    result: { reason: 'resolve-path-unknown' },
  })

  const begun = await bench.json('resolve', '2', '--take', '../mine.txt=prices.txt')
  expect(begun).toMatchObject({ code: 3, result: { data: { open: ['terms.txt'] } } })
  expect(readFileSync(join(folder, 'prices.txt'), 'utf8')).toBe(priced('two by hand'))
  // A file changed here and deleted there has no markers: that nobody touched it decides nothing.
  expect(await bench.json('resolve', '2', '--continue')).toMatchObject({ code: 3, result: { data: { open: ['terms.txt'] } } })
  expect(await bench.json('resolve', '2', '--abort')).toMatchObject({ code: 0 })
  expect(existsSync(folder)).toBe(false)
  expect(await bench.git('branch', '--list', 'stagecoach/*')).toBe('')

  const done = await bench.json('resolve', '2', '--take', '../mine.txt=prices.txt', '--theirs', 'terms.txt')
  expect(done).toMatchObject({ code: 0, result: { outcome: 'resolved' } })
  const files = await bench.git('--git-dir', bench.remote, 'ls-tree', '--name-only', 'promote/integration/search')
  expect(files).not.toContain('terms.txt')
  expect(await bench.git('--git-dir', bench.remote, 'show', 'promote/integration/search:prices.txt')).toBe(
    priced('two by hand').trim(),
  )
})
