import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openGround, type OpenGround } from './ground.ts'
import { expectSameEnd, longRun, patience } from './kill-suite.ts'
import { hasPostgres } from '../../story/stage/postgres-server.ts'
import { builtLabels, deployedBefore, foundShop, overtakenByLabels } from './prepare.ts'
import { hotfix, syncIntegration } from './stretches.ts'
import type { Snapshot } from './world.ts'

describe.skipIf(!hasPostgres())('What overtakes and comes down, killed anywhere and run again', () => {
  let open: OpenGround
  let deployed: Snapshot

  beforeAll(async () => {
    open = await openGround()
    deployed = await deployedBefore(open.ground, await builtLabels(open.ground, await foundShop(open.ground)))
  }, patience)
  afterAll(() => open.close())

  it(
    'is brought down once, at each write of the sync and its gate',
    async () => {
      const stretch = syncIntegration(await overtakenByLabels(open.ground, deployed))
      const points = await expectSameEnd(open, stretch, ({ workflow }) => longRun || !workflow.startsWith('deploy'))
      expect(points.length).toBeGreaterThanOrEqual(longRun ? 50 : 14)
    },
    patience,
  )

  it(
    'is in production once by its lane, and down again once, at each write on the way up',
    async () => {
      // The way down has a test of its own, and so has a deployment.
      const up = ['promote', 'gate', ...(longRun ? ['gate 2', 'deploy'] : [])]
      const points = await expectSameEnd(open, hotfix(deployed), ({ workflow }) => up.includes(workflow))
      expect(points.length).toBeGreaterThanOrEqual(longRun ? 40 : 20)
    },
    patience,
  )
})
