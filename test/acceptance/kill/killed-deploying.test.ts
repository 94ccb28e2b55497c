import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openGround, type OpenGround } from './ground.ts'
import { expectSameEnd, longRun, patience } from './kill-suite.ts'
import { hasPostgres } from '../../story/stage/postgres-server.ts'
import { builtLabels, foundShop, mergedLabels } from './prepare.ts'
import { deployIntegration } from './stretches.ts'
import type { Snapshot } from './world.ts'

describe.skipIf(!hasPostgres())('A deployment killed anywhere and run again', () => {
  let open: OpenGround
  let merged: Snapshot

  beforeAll(async () => {
    open = await openGround()
    merged = await mergedLabels(open.ground, await builtLabels(open.ground, await foundShop(open.ground)))
  }, patience)
  afterAll(() => open.close())

  it(
    'ends as if nothing had happened, at each of its writes',
    async () => {
      const points = await expectSameEnd(open, deployIntegration('deploy', merged))
      expect(points.length).toBeGreaterThanOrEqual(longRun ? 30 : 14)
    },
    patience,
  )
})
