import { expect, test } from 'vitest'
import { openShop, pushFeature } from '../testing/shop.ts'

test('records what a person decides, says what it did to the package, and how to go on', { timeout: 240_000 }, async () => {
  await using bench = await openShop()
  await pushFeature(bench, 'loyalty', {})
  await bench.run('build', 'feature/loyalty')
  expect(await bench.json('hold', 'loyalty', '--reason', 'smells', '--until', '3d', '--dry-run')).toMatchObject({
    code: 0,
    result: { outcome: 'planned' },
  })
  expect(await bench.json('hold', 'loyalty', '--reason', 'smells', '--until', '3d')).toMatchObject({
    code: 0,
    result: { outcome: 'recorded', message: expect.stringMatching(/hold loyalty 0\.0\.0-\S+ \([0-9a-f]{12}\) everywhere/) },
  })
  expect(await bench.json('promote', 'integration', 'loyalty')).toMatchObject({
    code: 3,
    result: { outcome: 'blocked', reason: 'held' },
  })
  const { stdout } = await bench.run('explain', 'loyalty', 'integration')
  expect(stdout).toMatch(
    /ada holds [0-9a-f]{7}: smells\n\s+until 2026-11-25 08:\d\d:\d\dZ at the earliest\n\s+→ Push a repaired version, or: stagecoach release loyalty/,
  )
  expect(await bench.json('hold', 'nothing', '--reason', 'x')).toMatchObject({ code: 2, result: { reason: 'package-missing' } })
  expect(await bench.json('ack', 'loyalty', '--environment', 'moon', '--reason', 'x')).toMatchObject({
    code: 2,
    result: { reason: 'environment-unknown' },
  })
  expect((await bench.run('hold', 'loyalty', '--reason', ' ')).stderr).toContain('→ Say why with `--reason')
  const log = await bench.run('ledger', 'log', '--kind', 'act')
  expect(log.stdout).toMatch(/^ +2 \S+ act +ada: hold loyalty \(smells\)\n$/)
  expect((await bench.json('ledger', 'show', '2')).result.data).toMatchObject({ kind: 'act', role: 'admin' })
  expect((await bench.json('ledger', 'show', '99')).code).toBe(2)
  expect((await bench.json('release', 'loyalty', '--reason', 'smells no more')).result.outcome).toBe('recorded')
  expect((await bench.json('release', 'loyalty', '--reason', 'smells no more')).result.outcome).toBe('unchanged')
})

test('has the workflow record it when the person may not write the ledger', { timeout: 240_000 }, async () => {
  await using bench = await openShop()
  await pushFeature(bench, 'loyalty', {})
  await bench.run('build', 'feature/loyalty')
  bench.simulator.protectBranch('acme/shop', 'stagecoach/ledger', { pushAllowances: ['stagecoach'], enforceAdmins: true })
  const asked = await bench.json('hold', 'loyalty', '--reason', 'smells')
  expect(asked).toMatchObject({
    code: 3,
    result: {
      outcome: 'pending',
      next: [{ workflow: 'stagecoach-gate.yml', inputs: { act: 'hold', package: 'loyalty', reason: 'smells' } }],
    },
  })
  expect((await bench.json('ledger', 'log', '--kind', 'act')).result.data).toEqual({ records: [] })
})

test('refuses an override of gates that are none there, and a reason for no lane', { timeout: 240_000 }, async () => {
  await using bench = await openShop()
  await pushFeature(bench, 'loyalty', {})
  await bench.run('build', 'feature/loyalty')
  const override = ['override', 'loyalty', '--environment', 'production', '--reason', 'x']
  // Bound to no effect, it would pass whatever is proposed later.
  expect(await bench.json(...override, '--gates', 'deployed')).toMatchObject({
    code: 2,
    result: { reason: 'not-proposed', advice: [expect.stringContaining('`stagecoach promote production loyalty`')] },
  })
  expect(await bench.json('ack', 'loyalty', '--environment', 'production', '--reason', 'x')).toMatchObject({
    code: 2,
    result: { reason: 'not-proposed' },
  })
  const unknown = await bench.json(...override, '--gates', 'deploied')
  expect(unknown).toMatchObject({ code: 2, result: { reason: 'gate-unknown' } })
  expect(unknown.result.advice).toEqual(['Did you mean `deployed`? An override can pass deployed, presence in production.'])
  expect(await bench.json(...override)).toMatchObject({ code: 2, result: { reason: 'scope-missing' } })
  // What a commit from outside left unclear is bound to nothing that is proposed.
  const { result } = await bench.json(...override, '--gates', 'presence', '--dry-run')
  expect(result.message).toMatch(/override loyalty \S+ \(\S+\) in production passes presence, because x\.$/)
  const lane = ['promote', 'integration', 'loyalty', '--lane-reason', 'customers wait']
  expect(await bench.json(...lane)).toMatchObject({ code: 2, result: { reason: 'lane-missing' } })
  expect((await bench.json(...lane, '--lane', 'hotfix')).result.advice?.[0]).toContain('integration has no lanes.')
})
