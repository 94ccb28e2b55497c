import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { shopConfig } from '../testing/shop.ts'
import { openWorkbench, speak } from '../testing/workbench.ts'

test('says both axes of each statement of what the checkout changes, with file and line', async () => {
  const old = { 'db/migrations/old/package.yml': '', 'db/migrations/old/0001_old.sql': 'DROP TABLE x;\n' }
  await using bench = await openWorkbench({ '.github/stagecoach.yml': shopConfig, ...old })
  await bench.git('checkout', '--quiet', '-b', 'feature/codes')
  expect((await bench.json('lint')).result.message).toBe('This checkout changes no package.')

  bench.write('db/migrations/codes/package.yml', '')
  bench.write('db/migrations/codes/0001_codes.sql', 'CREATE TABLE code (id int);\n\nALTER TABLE product DROP COLUMN legacy;\n')
  const { code, result } = await bench.json('lint')
  expect(code).toBe(0)
  const findings = [
    expect.objectContaining({
      file: 'db/migrations/codes/0001_codes.sql',
      line: 3,
      compatibility: 'contract',
      lock: expect.any(String),
    }),
  ]
  expect(result.data).toMatchObject({ packages: ['codes'], findings: expect.arrayContaining(findings) })
  expect((await bench.run('lint')).stdout).toContain('db/migrations/codes/0001_codes.sql:3')
  expect((await bench.json('lint', '--fail-on', 'contract')).code).toBe(1)
  expect((await bench.json('lint', 'db/migrations/old/0001_old.sql')).result.packages).toEqual(['old'])
  const inside = await speak(['lint', './old/', '--json'], `${bench.clone}/db/migrations`, process.env)
  expect(JSON.parse(inside.stdout)).toMatchObject({ packages: ['old'] })

  bench.write('db/migrations/codes/0002_größe.sql', 'SELECT 1;\n')
  for (const paths of [[], ['db/migrations/codes/0002_größe.sql']]) {
    const { code, stderr } = await bench.run('lint', ...paths)
    expect([code, stderr]).toEqual([1, expect.stringMatching(/codes\/0002_größe\.sql: is not named like .* a-z, 0-9/)])
  }
  rmSync(join(bench.clone, 'db/migrations/codes/0002_größe.sql'))
  bench.write('db/migrations/Größe/package.yml', '')
  for (const paths of [[], ['Größe'], ['db/migrations/Größe/package.yml']]) {
    const { code, stderr } = await bench.run('lint', ...paths)
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/'Größe' is not a name of a package\.\n {2}→ Use 1 to 63 lower-case/),
    ])
  }
  rmSync(join(bench.clone, 'db/migrations/Größe'), { recursive: true })

  bench.write('db/migrations/codes/0002_oops.sql', 'ALTER TABL product;\n')
  const broken = await bench.run('lint')
  expect(broken.code).toBe(1)
  expect(broken.stderr).toContain('db/migrations/codes/0002_oops.sql:1')
})

test('looks at every package in a clone too shallow to tell what changed, and says so', async () => {
  const old = { 'db/migrations/old/package.yml': '', 'db/migrations/old/0001_old.sql': 'DROP TABLE x;\n' }
  await using bench = await openWorkbench({ '.github/stagecoach.yml': shopConfig, ...old })
  await bench.git('checkout', '--quiet', '-b', 'feature/codes')
  bench.write('db/migrations/codes/package.yml', '')
  await bench.git('add', '-A')
  await bench.git('commit', '--quiet', '-m', 'Codes')
  await bench.git('push', '--quiet', 'origin', 'feature/codes')
  const shallow = `${bench.clone}.shallow`
  execFileSync('git', ['clone', '--quiet', '--depth=1', '--branch=feature/codes', `file://${bench.remote}`, shallow])
  const { code, stdout, stderr } = await speak(['lint', '--json'], shallow, { ...bench.environment })
  expect([code, stderr]).toEqual([0, expect.stringMatching(/^warning: this clone is too shallow .* main, .*`fetch-depth: 0`/)])
  expect(JSON.parse(stdout)).toMatchObject({ packages: ['codes', 'old'] })
})
