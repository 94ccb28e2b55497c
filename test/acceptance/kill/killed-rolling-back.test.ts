import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openGround, type OpenGround } from './ground.ts'
import { expectSameEnd, longRun, patience } from './kill-suite.ts'
import type { KillPoint } from './kill-points.ts'
import { hasPostgres } from '../../story/stage/postgres-server.ts'
import { builtLabels, foundShop, mergedDiscount } from './prepare.ts'
import { deployIntegration } from './stretches.ts'
import type { Snapshot } from './world.ts'

describe.skipIf(!hasPostgres())('A rollback killed anywhere and run again', () => {
  let open: OpenGround
  let built: Snapshot
  let merged: Snapshot

  beforeAll(async () => {
    open = await openGround()
    built = await builtLabels(open.ground, await foundShop(open.ground))
    merged = await mergedDiscount(open.ground, built)
  }, patience)
  afterAll(() => open.close())

  // The run that deploys, fails its shakedown and rolls back.
  it(
    'ends with the targets restored and the branch repaired once, at each of its writes',
    async () => {
      const ofDeployment = ({ workflow }: KillPoint): boolean => workflow === 'deploy'
      const points = await expectSameEnd(open, deployIntegration('rollback', merged), ofDeployment)
      expect(points.length).toBeGreaterThanOrEqual(longRun ? 40 : 19)
    },
    patience,
  )

  it.runIf(longRun)(
    'ends with the branch repaired once, at each write of the gate and the deployment that repair it',
    async () => {
      const stretch = deployIntegration('repair', merged)
      const points = await expectSameEnd(open, stretch, ({ workflow }) => workflow !== 'deploy')
      expect(points.length).toBeGreaterThanOrEqual(20)
    },
    patience,
  )
})
