import { expect, test } from 'vitest'
import { openWorkbench } from '../testing/workbench.ts'
import { sampleConfig } from '../testing/sample-config.ts'

test('shows environments of a repository that nothing was ever promoted in', async () => {
  await using bench = await openWorkbench({ '.github/stagecoach.yml': sampleConfig }, ['env/integration'])
  const { code, stdout, stderr } = await bench.run('status')
  console.log(stdout, stderr)
  expect(code).toBe(0)
})
