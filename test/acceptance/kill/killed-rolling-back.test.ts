import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openGround, type OpenGround } from './ground.ts'
import { expectSameEnd, longRun, patience } from './kill-suite.ts'
import { findPostgres } from './postgres.ts'
import { builtLabels, foundShop, mergedDiscount } from './prepare.ts'
import { deployIntegration } from './stretches.ts'
import type { Snapshot } from './world.ts'

describe.skipIf((await findPostgres()) === undefined)('A rollback killed anywhere and run again', () => {
  let open: OpenGround
  let merged: Snapshot

  beforeAll(async () => {
    open = await openGround()
    merged = await mergedDiscount(open.ground, await builtLabels(open.ground, await foundShop(open.ground)))
  }, patience)
  afterAll(() => open.close())

  // The run that deploys, fails its shakedown and rolls back; the repair is a gate and a deployment, which have tests of their own.
  it(
    'ends with the targets restored and the branch repaired once, at each of its requests and pushes',
    async () => {
      const stretch = deployIntegration('rollback', merged)
      const points = await expectSameEnd(open, stretch, ({ workflow, kind }) => workflow === 'deploy' && kind !== 'database')
      expect(points.length).toBeGreaterThanOrEqual(20)
    },
    patience,
  )

  it.runIf(longRun)(
    'ends with the targets restored and the branch repaired once, at each of its database writes',
    async () => {
      const stretch = deployIntegration('rollback', merged)
      const points = await expectSameEnd(open, stretch, ({ workflow, kind }) => workflow === 'deploy' && kind === 'database')
      expect(points.length).toBeGreaterThanOrEqual(20)
    },
    patience,
  )
})
