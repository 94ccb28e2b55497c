import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openGround, type OpenGround } from './ground.ts'
import { expectSameEnd, patience } from './kill-suite.ts'
import type { Stretch } from './play.ts'
import { builtLabels, foundShop } from './prepare.ts'
import { labels } from './small-shop.ts'
import type { Snapshot } from './world.ts'

describe('A promotion killed anywhere and run again', () => {
  let open: OpenGround
  let built: Snapshot

  beforeAll(async () => {
    open = await openGround()
    built = await builtLabels(open.ground, await foundShop(open.ground))
  }, patience)
  afterAll(() => open.close())

  it(
    'ends as if nothing had happened, at each of its writes',
    async () => {
      const promote: Stretch = {
        name: 'promote and gate',
        from: built,
        start: (world) => world.dispatch('promote', { environment: 'integration', package: labels.package }),
      }
      // What comes after the merge is a deployment, which has a test of its own.
      const points = await expectSameEnd(open, promote, (point) => point.workflow !== 'deploy')
      expect(points.length).toBeGreaterThan(20)
    },
    patience,
  )
})
