import { featuresArrive } from '../../story/chapters/1-features-arrive.ts'
import { oneGoesAlone } from '../../story/chapters/2-one-goes-alone.ts'
import { sameLines } from '../../story/chapters/3-same-lines.ts'
import { repaired, rolledBack } from '../../story/chapters/4-rolled-back.ts'
import { contractIsAsked, freezeEnds, neighbourAndFreeze } from '../../story/chapters/5-contract.ts'
import { secondVersion } from '../../story/chapters/6-second-version.ts'
import { bringToQa } from '../../story/chapters/moves.ts'
import type { StoryEngineName } from '../../story/stage/databases.ts'
import { inChapters } from '../stage/in-chapters.ts'
import { lookAtIntegration } from './1-features-arrive.ts'
import { lookAtComments, lookAtProduction, lookAtRefusal } from './2-one-goes-alone.ts'
import { lookAtConflict, lookAtResolution } from './3-same-lines.ts'
import { beforeRollback, lookAtNeighbour, lookAtRepaired, lookAtRollback } from './4-rolled-back.ts'
import { lookAtContractComment, lookAtContractShipped, lookAtFreeze, lookAtVoidApproval } from './5-contract.ts'
import { lookAtSecondVersion } from './6-second-version.ts'
import { lookAtExplain, lookAtFlippedByte, lookAtLedger, lookAtRewrittenLedger, lookAtStatus } from './7-status.ts'

/** The story of the demo on one engine, looked at after each chapter. */
export function tellStory(engine: StoryEngineName): void {
  inChapters(`the story on the ${engine} engine`, engine, (chapter) => {
    chapter('two features arrive in integration without a person', async (stage) => {
      await featuresArrive(stage)
      await lookAtIntegration(stage)
    })
    chapter('one goes to production alone, and what needs the other is refused by name', async (stage) => {
      await oneGoesAlone(stage)
      await lookAtProduction(stage)
      await lookAtComments(stage)
      await lookAtRefusal(stage)
    })
    chapter('a conflict is resolved once by a person, and not asked again', async (stage) => {
      await sameLines(stage)
      await lookAtConflict(stage)
      await lookAtResolution(stage)
    })
    chapter('a failed shakedown is taken back, held, and stays away', async (stage) => {
      const before = await beforeRollback(stage)
      await rolledBack(stage)
      await lookAtRollback(stage, before)
      await bringToQa(stage, 'loyalty-tiers')
      await lookAtNeighbour(stage, 'loyalty-tiers')
    })
    chapter('its repaired version passes', async (stage) => {
      await repaired(stage)
      await lookAtRepaired(stage)
    })
    chapter('a contract is asked for, and an approval of another effect is void', async (stage) => {
      await contractIsAsked(stage)
      await lookAtVoidApproval(stage)
      await lookAtContractComment(stage)
    })
    chapter('a neighbour leaves the approval standing, and a freeze says until when', async (stage) => {
      await neighbourAndFreeze(stage)
      await lookAtFreeze(stage)
      await lookAtExplain(stage, 'drop-legacy-codes', [/freeze/i, /2027-01-02/])
    })
    chapter('the sweep ships it after the freeze', async (stage) => {
      await freezeEnds(stage)
      await lookAtContractShipped(stage)
    })
    chapter('a second version goes everywhere, and the file it deletes is gone everywhere', async (stage) => {
      await secondVersion(stage)
      await lookAtSecondVersion(stage)
    })
    chapter('the terminal shows what is where, and proves the ledger', async (stage) => {
      await lookAtStatus(stage)
      await lookAtLedger(stage)
      await lookAtFlippedByte(stage)
      await lookAtRewrittenLedger(stage)
    })
  })
}
