import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openGround, type OpenGround } from './ground.ts'
import type { KillPoint } from './kill-points.ts'
import { expectSameEnd, longRun, patience } from './kill-suite.ts'
import { hasPostgres } from '../../story/stage/postgres-server.ts'
import { builtLabels, foundShop, verifiedTwo } from './prepare.ts'
import { disposableFiles } from './small-shop.ts'
import { resetIntegration } from './stretches.ts'
import type { Snapshot } from './world.ts'

/** What it plans and proposes, and what it does to whole databases. */
function ofReset({ workflow, kind, what }: KillPoint): boolean {
  return workflow === 'reset' || (kind === 'database' && /\b(database|reset_)/.test(what))
}

describe.skipIf(!hasPostgres())('A reset killed anywhere and run again', () => {
  let open: OpenGround
  let verified: Snapshot

  beforeAll(async () => {
    open = await openGround()
    const founded = await foundShop(open.ground, disposableFiles)
    verified = await verifiedTwo(open.ground, await builtLabels(open.ground, founded))
  }, patience)
  afterAll(() => open.close())

  it(
    'ends with one pull request and one whole database, where it proposes and where databases are made, swapped and dropped',
    async () => {
      const points = await expectSameEnd(open, resetIntegration(verified), ofReset)
      expect(points.length).toBeGreaterThanOrEqual(longRun ? 20 : 12)
    },
    patience,
  )

  it.runIf(longRun)(
    'ends as if nothing had happened, at each write of its gate and its deployment',
    async () => {
      const points = await expectSameEnd(open, resetIntegration(verified), (point) => !ofReset(point))
      expect(points.length).toBeGreaterThanOrEqual(30)
    },
    patience,
  )
})
