import { expect, test } from 'vitest'
import type { DoctorFinding } from '@stagecoach/core'
import { openShop } from '../testing/shop.ts'
import type { Workbench } from '../testing/workbench.ts'

async function examine(bench: Workbench): Promise<{ code: number; said: (check: string) => DoctorFinding[] }> {
  const { code, result } = await bench.json('doctor')
  const { findings } = result.data as { findings: DoctorFinding[] }
  return { code, said: (check) => findings.filter((each) => each.check === check) }
}

test('names what to change for an administrator, and is content when it is changed', async () => {
  await using bench = await openShop()
  const { simulator } = bench
  const before = await examine(bench)
  expect(before.code).toBe(0)
  for (const file of ['stagecoach-gate.yml', 'stagecoach-sweep.yml'])
    expect(before.said(file)).toMatchObject([{ state: 'ok', what: 'It is as `init` would write it.' }])
  expect(before.said('token')).toMatchObject([
    { state: 'ok', what: 'ada has the role admin: may promote, and record every act.' },
  ])
  expect(before.said('clone depth')).toMatchObject([{ state: 'ok' }])
  expect(before.said('workflow permission')).toMatchObject([{ state: 'warning' }])
  expect(before.said('branch env/integration').map((each) => each.state)).toEqual(['warning', 'warning'])
  expect(before.said('protected tags')).toMatchObject([{ state: 'warning', change: expect.stringContaining('tag rule') }])
  expect(before.said('GitHub environment production')).toMatchObject([{ state: 'warning' }])

  for (const [branch, name] of Object.entries({ main: 'production', 'env/integration': 'integration' }))
    simulator.protectBranch('acme/shop', branch, { requiredStatuses: [{ context: `stagecoach/gate/${name}` }] })
  for (const folder of ['package', 'release']) simulator.protectTags('acme/shop', `${folder}/**/*`, ['ada'])
  for (const name of ['integration', 'production']) simulator.restrictEnvironment('acme/shop', name, ['main'])
  const after = await examine(bench)
  expect(after.said('branch env/integration')).toMatchObject([{ state: 'ok' }])
  expect(after.said('branch main')).toMatchObject([{ state: 'ok' }])
  expect(after.said('protected tags')).toMatchObject([{ state: 'ok' }])
  expect(after.said('GitHub environment production')).toMatchObject([{ state: 'ok' }])
  const { stdout } = await bench.run('doctor')
  expect(stdout).toMatch(/ok +token: ada has the role admin/)
  expect(stdout).toMatch(/\d+ ok, \d+ warnings?, 0 problems/)
  expect((await bench.run('doctor', '--markdown')).stdout).toContain('| warning | workflow permission |')
})

test('says of what its token may not see that it is not seen, and writes nothing', async () => {
  await using bench = await openShop()
  const { simulator } = bench
  simulator.protectBranch('acme/shop', 'env/integration', {})
  const token = simulator.addInstallation('acme/shop', 'release-bot', { contents: 'write', actions: 'read' })
  const refs = await bench.git('ls-remote', 'origin')
  const writes = (): number =>
    simulator.requests.all.filter(({ method, path }) => method !== 'GET' && !path.includes('git-upload-pack')).length
  const written = writes()
  const { code, stdout } = await bench.runAs(token, 'doctor', '--json')
  expect(code).toBe(0)
  const { data } = JSON.parse(stdout) as { data: { findings: DoctorFinding[] } }
  const unseen = data.findings.filter((each) => each.state === 'unseen')
  expect(unseen.map((each) => each.check)).toEqual(['workflow permission'])
  expect(unseen[0]?.what).toContain('GitHub answered 403')
  expect(writes()).toBe(written)
  expect(await bench.git('ls-remote', 'origin')).toBe(refs)
})

test('ends with 3 when something keeps promotions from working', async () => {
  await using bench = await openShop()
  await bench.git('rm', '--quiet', '.github/workflows/stagecoach-gate.yml')
  await bench.git('commit', '--quiet', '-m', 'No gate')
  await bench.git('push', '--quiet', 'origin', 'main', ':env/integration')
  const { code, said } = await examine(bench)
  expect(code).toBe(3)
  expect(said('stagecoach-gate.yml')).toMatchObject([{ state: 'problem', change: expect.stringContaining('stagecoach init') }])
  expect(said('branch env/integration')).toMatchObject([
    { state: 'problem', change: 'git push origin origin/main:refs/heads/env/integration' },
  ])
})
