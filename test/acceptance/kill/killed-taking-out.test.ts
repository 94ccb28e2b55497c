import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hasPostgres } from '../../story/stage/postgres-server.ts'
import { openGround, type OpenGround } from './ground.ts'
import type { KillPoint } from './kill-points.ts'
import { expectSameEnd, longRun, patience } from './kill-suite.ts'
import { builtLabels, coveredLabels, foundShop, losableTickets, mergedClearance, returnableLabels } from './prepare.ts'
import { copyingFiles } from './small-shop.ts'
import { deployIntegration, rollBackByHand, rollBackFromUnder, rollBackWithLoss } from './stretches.ts'
import type { Snapshot } from './world.ts'

/** A copy of a database is made, takes the place of the database, or is dropped. */
function ofCopies({ workflow, kind, what }: KillPoint): boolean {
  return workflow === 'deploy' && kind === 'database' && /\b(snapshot|reset_|database)\b/.test(what)
}

describe.skipIf(!hasPostgres())('What takes a package out again, killed anywhere and run again', () => {
  let open: OpenGround

  beforeEach(async () => void (open = await openGround()), patience)
  afterEach(() => open.close())

  async function returnable(): Promise<Snapshot> {
    return returnableLabels(open.ground, await builtLabels(open.ground, await foundShop(open.ground)))
  }

  it(
    'ends with the copy in its place, where databases are copied, renamed and dropped',
    async () => {
      const stretch = deployIntegration(
        'snapshot',
        await mergedClearance(open.ground, await foundShop(open.ground, copyingFiles)),
      )
      const points = await expectSameEnd(open, stretch, (point) => longRun || ofCopies(point))
      expect(points.length).toBeGreaterThanOrEqual(longRun ? 40 : 5)
    },
    patience,
  )

  it(
    'ends with the package taken out once, at each write of a rollback that a person started',
    async () => {
      const points = await expectSameEnd(open, rollBackByHand(await returnable()))
      expect(points.length).toBeGreaterThanOrEqual(longRun ? 40 : 25)
    },
    patience,
  )

  it.runIf(longRun)(
    'ends with it alone taken out, at each write of a rollback from under a later package',
    async () => {
      const points = await expectSameEnd(open, rollBackFromUnder(await coveredLabels(open.ground, await returnable())))
      expect(points.length).toBeGreaterThanOrEqual(40)
    },
    patience,
  )

  it.runIf(longRun)(
    'ends with exactly that lost which a person named, at each write of the rollback',
    async () => {
      const points = await expectSameEnd(open, rollBackWithLoss(await losableTickets(open.ground, await returnable())))
      expect(points.length).toBeGreaterThanOrEqual(40)
      expect(points.some(({ what }) => /drop table public\.ticket/.test(what))).toBe(true)
    },
    patience,
  )
})
