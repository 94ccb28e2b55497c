import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openWorkbench } from '../testing/workbench.ts'

test('writes configuration and workflows once, shows first what it would write, and keeps what people changed', async () => {
  await using bench = await openWorkbench({ 'README.md': 'shop\n' }, ['env/qa', 'env/integration'])
  await bench.git('fetch', '--quiet')
  const config = join(bench.clone, '.github/stagecoach.yml')
  const plan = await bench.run('init', '--dry-run')
  expect(plan.code).toBe(0)
  expect(plan.stdout).toContain('.github/workflows/stagecoach-gate.yml: would be written\n+')
  expect(existsSync(config)).toBe(false)

  const first = await bench.json('init')
  expect(first.result.outcome).toBe('written')
  expect(readFileSync(config, 'utf8')).toMatch(/integration:[\s\S]+qa:[\s\S]+production:/)
  expect(readFileSync(join(bench.clone, '.github/workflows/stagecoach-deploy.yml'), 'utf8')).toContain(
    'QA_DATABASE_URL: ${{ secrets.QA_DATABASE_URL }}',
  )
  expect((await bench.json('init')).result.outcome).toBe('unchanged')

  const gate = join(bench.clone, '.github/workflows/stagecoach-gate.yml')
  writeFileSync(gate, readFileSync(gate, 'utf8').replace('name: Stagecoach gate', 'name: Tor'))
  const kept = await bench.json('init')
  expect(kept.result.advice?.[0]).toContain('Kept, since they differ: .github/workflows/stagecoach-gate.yml')
  const difference = await bench.run('init', '--dry-run')
  expect(difference.stdout).toMatch(/stagecoach-gate.yml: stays as it is; --force would change it\n@@[\s\S]*\n-name: Tor\n/)

  const forced = await bench.run('init', '--force')
  expect(forced.stdout).toContain('Wrote .github/workflows/stagecoach-gate.yml.')
  expect(forced.stderr).toMatch(/stagecoach-gate.yml: is changed\n@@[\s\S]*\n-name: Tor\n/)
})

test('overwrites by force neither the configuration nor a workflow that it did not write', async () => {
  await using bench = await openWorkbench({ 'README.md': 'shop\n' }, ['env/integration'])
  await bench.run('init')
  const config = join(bench.clone, '.github/stagecoach.yml')
  const edited = readFileSync(config, 'utf8').replace('auto-promote: true', 'auto-promote: false')
  writeFileSync(config, edited)
  bench.write('.github/workflows/stagecoach-sweep.yml', 'name: mine\n')
  const { result } = await bench.json('init', '--force')
  expect(result).toMatchObject({
    outcome: 'unchanged',
    advice: expect.arrayContaining([expect.stringMatching(/did not write them: \S+sweep.yml\./)]),
  })
  expect(readFileSync(config, 'utf8')).toBe(edited)
})

test('writes workflows for a GitHub App when asked, and says what to do on GitHub', async () => {
  await using bench = await openWorkbench({ 'README.md': 'shop\n' }, ['env/integration'])
  const written = await bench.json('init', '--app')
  expect(written.result.advice?.join('\n')).toMatch(/environment 'stagecoach' for main only[^]+STAGECOACH_APP_CLIENT_ID/)
  const gate = readFileSync(join(bench.clone, '.github/workflows/stagecoach-gate.yml'), 'utf8')
  expect(gate).toContain('private-key: ${{ secrets.STAGECOACH_APP_KEY }}')
  expect((await bench.json('init', '--app')).result.outcome).toBe('unchanged')
  expect((await bench.json('init', '--force')).result.outcome).toBe('unchanged')
  expect((await bench.json('init', '--token-mode')).result.advice?.[0]).toContain('Kept, since they differ')
  expect(await bench.json('init', '--token-mode', '--app')).toMatchObject({ code: 2 })
})

test('keeps where the actions come from when it writes the workflows again, unless it is told another place', async () => {
  await using bench = await openWorkbench({ 'README.md': 'shop\n' }, ['env/integration'])
  await bench.run('init', '--actions', 'acme/stagecoach@v0')
  const gate = join(bench.clone, '.github/workflows/stagecoach-gate.yml')
  writeFileSync(gate, `${readFileSync(gate, 'utf8')}\n`)
  expect((await bench.json('init', '--force')).result.message).toBe('Wrote .github/workflows/stagecoach-gate.yml.')
  expect(readFileSync(gate, 'utf8')).toContain('uses: acme/stagecoach/actions/gate-approval@v0')
  await bench.run('init', '--force', '--actions', 'acme/stagecoach@v1')
  expect(readFileSync(gate, 'utf8')).toContain('uses: acme/stagecoach/actions/gate-approval@v1')
})

test('says that an environment asked for does not get into a configuration that is there', async () => {
  await using bench = await openWorkbench({ 'README.md': 'shop\n' }, ['env/integration'])
  await bench.run('init')
  writeFileSync(
    join(bench.clone, '.github/stagecoach.yml'),
    `${readFileSync(join(bench.clone, '.github/stagecoach.yml'), 'utf8')}# ours\n`,
  )
  const { result } = await bench.json('init', '--environment', 'integration', '--environment', 'staging')
  expect(result.advice?.[0]).toContain('.github/stagecoach.yml is there and stays as it is, without staging')
})

test('names workflow files of an earlier init that it does not write any more, and leaves them', async () => {
  await using bench = await openWorkbench({ 'README.md': 'shop\n' }, ['env/integration'])
  await bench.run('init')
  expect((await bench.json('init')).result.advice?.join('\n')).not.toContain('Left from before')
  bench.write('.github/workflows/stagecoach-reset.yml', '# Written by `stagecoach init`.\nname: Stagecoach reset\n')
  bench.write('.github/workflows/ci.yml', 'name: ci\n')
  expect((await bench.json('init', '--force')).result.advice).toContainEqual(
    expect.stringMatching(/^Left from before, and not written any more: \.github\/workflows\/stagecoach-reset\.yml\. Delete/),
  )
  expect(existsSync(join(bench.clone, '.github/workflows/stagecoach-reset.yml'))).toBe(true)
})

test('keeps the configuration where it is asked to, tells the workflows, and lint reads it there', async () => {
  await using bench = await openWorkbench({ 'db/sql/codes/package.yml': '', 'db/sql/codes/0001_a.sql': 'DROP TABLE x;\n' })
  const there = ['--config', 'ops/stagecoach.yml']
  expect((await bench.json('init', '--migrations', 'db/sql', ...there)).result.outcome).toBe('written')
  expect(existsSync(join(bench.clone, '.github/stagecoach.yml'))).toBe(false)
  const gate = readFileSync(join(bench.clone, '.github/workflows/stagecoach-gate.yml'), 'utf8')
  expect(gate).toContain("          config: 'ops/stagecoach.yml'\n")
  expect((await bench.json('lint', 'codes', ...there)).result.packages).toEqual(['codes'])
  const elsewhere = await bench.run('lint', 'codes')
  expect([elsewhere.code, elsewhere.stderr]).toEqual([2, expect.stringMatching(/no file '.github\/stagecoach.yml'[^]+--config/)])
  const missing = await bench.run('lint', 'codes', '--config', 'ops/other.yml')
  expect([missing.code, missing.stderr]).toEqual([
    2,
    expect.stringContaining('`stagecoach init --config ops/other.yml` writes one'),
  ])
})

test('keeps the place of the configuration that the workflow files name, unless it is told another one', async () => {
  await using bench = await openWorkbench({ 'README.md': 'shop\n' }, ['env/integration'])
  await bench.run('init', '--config', 'ops/sc.yml')
  const gate = join(bench.clone, '.github/workflows/stagecoach-gate.yml')
  writeFileSync(gate, `${readFileSync(gate, 'utf8')}\n`)
  expect((await bench.json('init', '--force')).result.message).toBe('Wrote .github/workflows/stagecoach-gate.yml.')
  expect(readFileSync(gate, 'utf8')).toContain("config: 'ops/sc.yml'\n")
  expect((await bench.json('init')).result.outcome).toBe('unchanged')
  expect(existsSync(join(bench.clone, '.github/stagecoach.yml'))).toBe(false)

  renameSync(join(bench.clone, 'ops/sc.yml'), join(bench.clone, '.github/stagecoach.yml'))
  await bench.run('init', '--force')
  expect(readFileSync(gate, 'utf8')).not.toContain('config:')
  expect(existsSync(join(bench.clone, 'ops/sc.yml'))).toBe(false)
})

test.each(['../outside.yml', '/etc/stagecoach.yml', 'a/../../b.yml', ''])('refuses a configuration at "%s"', async (path) => {
  await using bench = await openWorkbench({ 'README.md': 'shop\n' })
  const { code, stderr } = await bench.run('init', '--config', path)
  expect([code, stderr]).toEqual([2, expect.stringContaining('is no file of the repository')])
})
