import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act, askForPromotion } from '../../story/chapters/moves.ts'
import type { StoryEngineName } from '../../story/stage/databases.ts'
import type { Stage } from '../../story/stage/stage.ts'
import { packagesOf } from '../look/branch.ts'
import { hasTable, logOf, stateOf, valueOf, type DatabaseState } from '../look/database.ts'
import { ledgerRecords } from '../look/ledger-records.ts'
import { during, pushBranch, type Woken } from '../stage/push-branch.ts'
import { all, databasesOnly } from '../stage/smaller-shops.ts'
import { openTemporaryStage, type TemporaryStage } from '../stage/temporary-stage.ts'
import { badges, ratings, tips } from './features.ts'

const patience = 20 * 60_000
const inIntegration = (text: string): string => text.replace('disposable: true', 'disposable: true\n    snapshot: true')

function rollBack(stage: Stage): Promise<Woken> {
  return during(stage, async () => {
    await stage.rest('maya').dispatch('stagecoach-rollback.yml', { environment: 'integration', reason: 'the stars are too many' })
    await stage.settle()
  })
}

async function held({ bare }: Stage): Promise<string[]> {
  return [...(await packagesOf(bare, 'env/integration')).keys()]
}

async function expectNoDrift(stage: Stage): Promise<void> {
  const { code, stdout } = await stage.cli('maya', ['drift', 'integration'])
  expect([code, stdout]).toEqual([0, expect.stringContaining('is as it was recorded')])
}

async function lastRollback({ bare }: Stage): Promise<unknown> {
  return (await ledgerRecords(bare)).filter((each) => each.kind === 'rollback').at(-1)
}

/** Integration, which is disposable and configured to copy its database, goes back where no script leads; a step stands on those before it. */
export function rollBackFromSnapshots(engine: StoryEngineName): void {
  let opened: TemporaryStage | undefined
  const stage = (): Stage => {
    if (opened === undefined) throw new Error('There is no stage.')
    return opened.stage
  }
  let before: DatabaseState
  let lead: unknown
  const leadTimes = () => valueOf(stage().databases, 'integration', 'select sum(lead_time_days)::int from public.supplier')
  beforeAll(async () => {
    opened = await openTemporaryStage(engine, { configure: all(inIntegration, databasesOnly) })
    await pushBranch(opened.stage, 'ada', badges)
    before = await stateOf(opened.stage.databases, 'integration')
    lead = await leadTimes()
  }, patience)
  afterAll(() => opened?.close())
  const step = (title: string, play: () => Promise<void>): void => it(title, play, patience)

  describe(`rolling back from a snapshot on the ${engine} engine`, () => {
    step('copies the database before the migrations, and shows first what would be lost', async () => {
      const pushed = await pushBranch(stage(), 'ada', ratings)
      expect(pushed.said).toContain('copying database main of integration, to be able to go back')
      expect(await held(stage())).toEqual(['badges', 'ratings'])
      await stage().databases.rows('integration', `insert into public.badge values (1, 'came later')`)
      const shown = await rollBack(stage())
      expect(shown.said).toContain('lost: whatever was written to the database since')
      expect(shown.said).toContain('"reason":"plan-shown"')
      expect(await held(stage())).toEqual(['badges', 'ratings'])
      expect(await hasTable(stage().databases, 'integration', 'rating')).toBe(true)
    })

    step('brings the copy back when the same is asked again', async () => {
      const { conclusions } = await rollBack(stage())
      expect([conclusions('Stagecoach rollback'), conclusions('Stagecoach deploy')]).toEqual([['success'], ['success']])
      expect(await stateOf(stage().databases, 'integration')).toEqual(before)
      expect(await held(stage())).toEqual(['badges'])
      expect(await logOf(stage().databases, 'integration', 'ratings')).toEqual([])
      expect(await lastRollback(stage())).toMatchObject({ state: 'repaired', plan: 'snapshot' })
      await expectNoDrift(stage())
    })

    step('rolls forward again when the hold is released', async () => {
      await act(stage(), 'maya', { act: 'release', environment: 'integration', package: 'ratings', reason: 'stars are fine' })
      await askForPromotion(stage(), 'maya', 'integration', 'ratings')
      expect(await held(stage())).toEqual(['badges', 'ratings'])
      expect(await logOf(stage().databases, 'integration', 'ratings')).toEqual([
        'applied 0001_rating',
        'applied 0002_longer_lead',
      ])
      expect(await leadTimes()).toBeGreaterThan(Number(lead))
      await expectNoDrift(stage())
    })

    step('goes back by itself when the shakedown fails', async () => {
      const good = await stateOf(stage().databases, 'integration')
      const { said } = await pushBranch(stage(), 'ada', tips)
      expect(said).toContain('integration is back on its last verified state (snapshot)')
      expect(await stateOf(stage().databases, 'integration')).toEqual(good)
      expect(await held(stage())).toEqual(['badges', 'ratings'])
      expect(await lastRollback(stage())).toMatchObject({ state: 'repaired', plan: 'snapshot', automatic: true })
      await expectNoDrift(stage())
    })
  })
}
