import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { fences, finalState } from '../kill/final-state.ts'
import { openGround, type OpenGround } from '../kill/ground.ts'
import { patience } from '../kill/kill-suite.ts'
import { hasPostgres } from '../../story/stage/postgres-server.ts'
import { builtLabels, foundShop, mergedLabels, withoutQueues } from '../kill/prepare.ts'
import { openWorld, type Snapshot, type World } from '../kill/world.ts'
import { deployRuns, overtake, resultOf, until } from './sleeper.ts'

describe.skipIf(!hasPostgres())('Two deployments of one environment', () => {
  let open: OpenGround
  let merged: Snapshot
  let world: World

  beforeAll(async () => {
    open = await openGround()
    // The workflow's concurrency group would make the second wait; the lease must do without it.
    const founded = await withoutQueues(await foundShop(open.ground))
    merged = await mergedLabels(open.ground, await builtLabels(open.ground, founded))
  }, patience)
  afterAll(() => open.close())
  beforeEach(async () => {
    world = await openWorld(open.ground, merged, 2)
  }, patience)
  afterEach(() => world.close())

  const commits = (): number => world.proxy.writes.filter((write) => /^\s*commit/i.test(write.sql)).length
  const afterPush =
    (nth: number) =>
    (stop: () => void): void =>
      void world.simulator.faults.add({
        on: 'git receive-pack',
        when: 'after',
        nth,
        match: ({ who }) => who.kind === 'job',
        action: { do: 'call', call: stop },
      })

  it(
    'at once: one deploys, the other ends with lease-held',
    async () => {
      let first: number | undefined
      // Whoever has the lease stands still with it until the other has ended.
      world.simulator.faults.add({
        on: 'git receive-pack',
        when: 'after',
        match: ({ who }) => who.kind === 'job',
        action: {
          do: 'call',
          call: async ({ who }) => {
            first = who.runId
            const other = () => deployRuns(world).find((run) => run.id !== first)
            await until(() => other()?.status === 'completed', 'the end of the other run')
          },
        },
      })
      await world.dispatch('deploy', { environment: 'integration' })
      await world.dispatch('deploy', { environment: 'integration' })
      await world.settle()

      const runs = deployRuns(world)
      expect(
        resultOf(
          world,
          runs.find((run) => run.id === first),
        ),
      ).toEqual({ outcome: 'deployed', reason: 'done' })
      expect(
        resultOf(
          world,
          runs.find((run) => run.id !== first),
        ),
      ).toEqual({ outcome: 'blocked', reason: 'lease-held' })
      const log = await world.sql('integration', 'select migration from stagecoach.log order by seq')
      expect(log.map((row) => row['migration'])).toEqual(['0001_label', '0002_first_labels'])
      expect((await finalState(world)).ledger.filter((line) => line.includes('finished'))).toHaveLength(1)
    },
    patience,
  )

  it.each([
    ['before it touched the database', afterPush(1)],
    ['with the database locked', afterPush(2)],
    ['when its migrations were done and its application was next', undefined],
  ] as const)(
    'a deployer that slept %s, while its lease was taken over, writes nothing more',
    async (_, trap) => {
      const { asleep, awake, wake } = await overtake(world, trap ?? afterMigrations(world))
      expect(resultOf(world, awake)).toEqual({ outcome: 'deployed', reason: 'done' })
      const [before, written] = [await finalState(world), commits()]

      await wake()
      expect(asleep.conclusion).toBe('failure')
      expect(await finalState(world)).toEqual(before)
      expect(commits()).toBe(written)
      // 1 merged, 2 fell asleep, 3 took over.
      expect(await fences(world, 'integration')).toEqual({ ledger: 3, database: 3 })
    },
    patience,
  )
})

/** The last commit before the application's turn: the marks of what the migrations made. */
function afterMigrations(world: World): (stop: () => void) => void {
  return (stop) => {
    let marks = 0
    let armed = false
    world.proxy.cut = ({ sql }) => {
      if (/insert into stagecoach\.begun/.test(sql)) {
        marks += 1
        armed = marks === 2
      } else if (armed && /^\s*commit/i.test(sql)) {
        armed = false
        stop()
      }
      return undefined
    }
  }
}
