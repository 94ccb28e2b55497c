import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openGround, type OpenGround } from './ground.ts'
import { expectSameEnd, longRun, patience } from './kill-suite.ts'
import { findPostgres } from './postgres.ts'
import { builtLabels, foundShop, verifiedTwo } from './prepare.ts'
import { disposableFiles } from './small-shop.ts'
import { resetIntegration } from './stretches.ts'
import type { Snapshot } from './world.ts'

describe.skipIf((await findPostgres()) === undefined)('A reset killed anywhere and run again', () => {
  let open: OpenGround
  let verified: Snapshot

  beforeAll(async () => {
    open = await openGround()
    const founded = await foundShop(open.ground, disposableFiles)
    verified = await verifiedTwo(open.ground, await builtLabels(open.ground, founded))
  }, patience)
  afterAll(() => open.close())

  // Those of its own: what it plans and proposes, and what it does to whole databases.
  it(
    'ends with one pull request and one whole database, where it proposes and where databases are made, swapped and dropped',
    async () => {
      const points = await expectSameEnd(
        open,
        resetIntegration(verified),
        ({ workflow, kind, what }) => workflow === 'reset' || (kind === 'database' && /\b(database|reset_)/.test(what)),
      )
      expect(points.length).toBeGreaterThanOrEqual(20)
    },
    patience,
  )

  it.runIf(longRun)(
    'ends as if nothing had happened, at each write of its gate and its deployment',
    async () => {
      const points = await expectSameEnd(
        open,
        resetIntegration(verified),
        ({ workflow, kind, what }) => workflow !== 'reset' && !(kind === 'database' && /\b(database|reset_)/.test(what)),
      )
      expect(points.length).toBeGreaterThanOrEqual(30)
    },
    patience,
  )
})
