import { expect, test } from 'vitest'
import { runPhases } from './phase.ts'

test('runs the phases after a failed one and says which failed', async () => {
  const said: string[] = []
  const ran: string[] = []
  const phase = (name: string, passed: boolean) => ({ name, title: name, run: async () => (ran.push(name), { passed }) })
  const results = await runPhases(
    [[phase('lint', false), phase('unit', true)]],
    (line) => said.push(line),
    () => 0,
  )
  expect(ran).toEqual(['lint', 'unit'])
  expect(results.map(([time]) => time.passed)).toEqual([false, true])
  expect(said).toContain('== lint: FAILED in 0.0 s')
})

test('runs lanes side by side, and the phases of a lane one after the other', async () => {
  const ran: string[] = []
  const aWhile = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  let release = (): void => undefined
  const held = new Promise<void>((resolve) => (release = resolve))
  const phase = (name: string, work: () => Promise<void> | void) => ({
    name,
    title: name,
    run: async () => {
      await work()
      ran.push(name)
      return { passed: true }
    },
  })
  await runPhases(
    [[phase('types', aWhile), phase('build', release)], [phase('lint', () => held)]],
    () => undefined,
    () => 0,
  )
  // lint waits for build: one after the other they would never end.
  expect(ran.toSorted()).toEqual(['build', 'lint', 'types'])
  expect(ran[0]).toBe('types')
})
