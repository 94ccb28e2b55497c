import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { featuresAreTried, loyaltyIsCancelled, loyaltyJoins, loyaltyReturns } from '../../story/chapters/9-cancelled.ts'
import type { StoryEngineName } from '../../story/stage/databases.ts'
import { git } from '../../story/stage/git-person.ts'
import { during } from '../stage/push-branch.ts'
import { openTemporaryStage, type TemporaryStage } from '../stage/temporary-stage.ts'
import { freshIntegration, lookAtReset, lookAtReturn, useIntegration } from './look.ts'

const minutes = 60_000

/** Chapter 9 of the story on a shop of its own, looked at from outside. */
export function cancelFeature(engine: StoryEngineName): void {
  describe(`a cancelled feature on the ${engine} engine`, () => {
    let opened: TemporaryStage | undefined
    beforeAll(async () => void (opened = await openTemporaryStage(engine)), 5 * minutes)
    afterAll(async () => opened?.close())

    it(
      'leaves no row, table, file or log entry, and comes back whole with one more commit',
      async () => {
        if (opened === undefined) throw new Error('There is no stage.')
        const { stage } = opened
        await featuresAreTried(stage)
        const fresh = await freshIntegration(stage)
        await loyaltyJoins(stage)
        await useIntegration(stage)
        const before = await git(stage.bare, ['rev-parse', 'env/integration'])
        const plan = await loyaltyIsCancelled(stage)
        await lookAtReset(stage, fresh, before, plan)
        const inputs = { environment: 'integration', packages: 'search' }
        const again = await during(stage, async () => {
          await stage.rest('maya').dispatch('stagecoach-reset.yml', inputs)
          await stage.settle()
        })
        expect(again.said).toContain('nothing was deployed since')
        await loyaltyReturns(stage)
        await lookAtReturn(stage, fresh)
      },
      10 * minutes,
    )
  })
}
