import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openGround, type OpenGround } from './ground.ts'
import { expectSameEnd, patience } from './kill-suite.ts'
import type { Stretch } from './play.ts'
import { builtLabels, foundShop, mergedLabels } from './prepare.ts'
import type { Snapshot } from './world.ts'

describe('A deployment killed anywhere and run again', () => {
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
      const deploy: Stretch = {
        name: 'deploy',
        from: merged,
        start: (world) => world.dispatch('deploy', { environment: 'integration' }),
      }
      const points = await expectSameEnd(open, deploy)
      expect(points.length).toBeGreaterThan(20)
    },
    patience,
  )
})
