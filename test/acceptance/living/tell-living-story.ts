import { expect } from 'vitest'
import { adopted, lifeGoesOn } from '../../story/chapters/8-adopted.ts'
import { loyaltyIsCancelled, loyaltyJoins, loyaltyReturns } from '../../story/chapters/9-cancelled.ts'
import { hotfixFlowsBack, hotfixOvertakes } from '../../story/chapters/10-hotfix.ts'
import { updatedByHand } from '../../story/chapters/11-updated-by-hand.ts'
import { forwardAgain, rolledBackByHand } from '../../story/chapters/12-rolled-back-by-hand.ts'
import { approvedAfterwards, mendedByCommand, pushedByHand, squashedByHand } from '../../story/chapters/13-other-hands.ts'
import type { StoryEngineName } from '../../story/stage/databases.ts'
import { git } from '../../story/stage/git-person.ts'
import { stateOf } from '../look/database.ts'
import { inChapters } from '../stage/in-chapters.ts'
import { lookAtFlowBack, lookAtHotfix } from './10-hotfix.ts'
import { lookAtUpdate } from './11-updated-by-hand.ts'
import { lookAtWayBack, lookForward } from './12-rolled-back-by-hand.ts'
import { lookAtApproved, lookAtMended, lookAtPush, lookAtSquash } from './13-other-hands.ts'
import { lookAtAdoption, lookAtNextFeatures } from './8-adopted.ts'
import { freshIntegration, lookAtReset, lookAtReturn, resetAgain, useIntegration } from './9-cancelled.ts'

/** How the story goes on: the shop has lived before Stagecoach came, and has bad days. Told by `npm run demo -- --story living`. */
export function tellLivingStory(engine: StoryEngineName): void {
  inChapters(`a living shop, on the ${engine} engine`, engine, (chapter) => {
    chapter('forty migrations of flyway are adopted as they are', async (stage) => {
      await adopted(stage)
      await lookAtAdoption(stage)
    })
    chapter('a feature joins, is cancelled, leaves no trace, and returns with one more commit', async (stage) => {
      await lifeGoesOn(stage)
      const fresh = await freshIntegration(stage)
      await loyaltyJoins(stage)
      await lookAtNextFeatures(stage)
      await useIntegration(stage)
      const before = await git(stage.bare, ['rev-parse', 'env/integration'])
      const plan = await loyaltyIsCancelled(stage)
      await lookAtReset(stage, fresh, before, plan)
      expect(await resetAgain(stage)).toContain('nothing was deployed since')
      await loyaltyReturns(stage)
      await lookAtReturn(stage, fresh)
    })
    chapter('a hotfix overtakes everything within a freeze, and flows back', async (stage) => {
      await hotfixOvertakes(stage)
      await lookAtHotfix(stage)
      await hotfixFlowsBack(stage)
      await lookAtFlowBack(stage, ['loyalty', 'search'])
    })
    chapter('an update that somebody pushed to main comes down', async (stage) => {
      await updatedByHand(stage)
      await lookAtUpdate(stage, { integration: ['search'] })
    })
    chapter('production goes back by hand to its previous state, and forward again', async (stage) => {
      const before = await stateOf(stage.databases, 'production')
      await rolledBackByHand(stage)
      await lookAtWayBack(stage, before)
      await forwardAgain(stage)
      await lookForward(stage, before)
    })
    chapter('a promotion that somebody squashed is told, and counts once it is approved', async (stage) => {
      await squashedByHand(stage)
      await lookAtSquash(stage)
      await approvedAfterwards(stage)
      await lookAtApproved(stage)
    })
    chapter('a push to env/qa is told, and mended by the command that is told', async (stage) => {
      await pushedByHand(stage)
      await lookAtPush(stage)
      await mendedByCommand(stage)
      await lookAtMended(stage)
    })
  })
}
