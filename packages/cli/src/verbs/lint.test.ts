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

  bench.write('db/migrations/codes/0002_oops.sql', 'ALTER TABL product;\n')
  const broken = await bench.run('lint')
  expect(broken.code).toBe(1)
  expect(broken.stderr).toContain('db/migrations/codes/0002_oops.sql:1')
})
