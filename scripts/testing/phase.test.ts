import { expect, test } from 'vitest'
import { runPhases } from './phase.ts'

test('runs the phases after a failed one and says which failed', async () => {
  const said: string[] = []
  const ran: string[] = []
  const phase = (name: string, passed: boolean) => ({ name, title: name, run: async () => (ran.push(name), { passed }) })
  const results = await runPhases(
    [phase('lint', false), phase('unit', true)],
    (line) => said.push(line),
    () => 0,
  )
  expect(ran).toEqual(['lint', 'unit'])
  expect(results.map(([time]) => time.passed)).toEqual([false, true])
  expect(said).toContain('== lint: FAILED in 0.0 s')
})
