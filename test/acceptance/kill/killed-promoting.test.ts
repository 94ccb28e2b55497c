import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openGround, type OpenGround } from './ground.ts'
import { expectSameEnd, longRun, patience } from './kill-suite.ts'
import { hasPostgres } from '../../story/stage/postgres-server.ts'
import { builtLabels, foundShop, verifiedLabels } from './prepare.ts'
import { releasingFiles } from './small-shop.ts'
import { approveForProduction, promoteToIntegration } from './stretches.ts'
import type { Snapshot } from './world.ts'

describe.skipIf(!hasPostgres())('A promotion killed anywhere and run again', () => {
  let open: OpenGround
  let built: Snapshot

  beforeAll(async () => {
    open = await openGround()
    built = await builtLabels(open.ground, await foundShop(open.ground))
  }, patience)
  afterAll(() => open.close())

  it(
    'ends as if nothing had happened, at each write of promote and gate',
    async () => {
      // What comes after the merge is a deployment, which has a test of its own.
      const stretch = promoteToIntegration(built)
      const points = await expectSameEnd(open, stretch, ({ workflow }) => !workflow.startsWith('deploy'))
      expect(points.length).toBeGreaterThanOrEqual(longRun ? 32 : 16)
    },
    patience,
  )

  it.runIf(longRun)(
    'ends as if nothing had happened, at each write of a gate that waits for a person',
    async () => {
      const stretch = approveForProduction(await verifiedLabels(open.ground, built))
      const points = await expectSameEnd(open, stretch, (point) => point.workflow.startsWith('gate'))
      expect(points.length).toBeGreaterThanOrEqual(16)
    },
    patience,
  )

  it.runIf(longRun)(
    'ends with its release stored once, at each write of the jobs that propose, build and publish',
    async () => {
      const releasing = await openGround()
      try {
        const { ground } = releasing
        const stretch = promoteToIntegration(await builtLabels(ground, await foundShop(ground, releasingFiles)))
        const points = await expectSameEnd(releasing, stretch, (point) => point.workflow.startsWith('promote'))
        expect(points.length).toBeGreaterThanOrEqual(16)
      } finally {
        await releasing.close()
      }
    },
    patience,
  )
})
