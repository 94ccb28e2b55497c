import { featuresArrive } from '../story/chapters/1-features-arrive.ts'
import { oneGoesAlone } from '../story/chapters/2-one-goes-alone.ts'
import { sameLines } from '../story/chapters/3-same-lines.ts'
import { repaired, rolledBack } from '../story/chapters/4-rolled-back.ts'
import { contractIsAsked, freezeEnds, neighbourAndFreeze } from '../story/chapters/5-contract.ts'
import { secondVersion } from '../story/chapters/6-second-version.ts'
import { whatIsWhere } from '../story/chapters/7-what-is-where.ts'
import { adopted, lifeGoesOn } from '../story/chapters/8-adopted.ts'
import { loyaltyIsCancelled, loyaltyJoins, loyaltyReturns } from '../story/chapters/9-cancelled.ts'
import { hotfixFlowsBack, hotfixOvertakes } from '../story/chapters/10-hotfix.ts'
import { updatedByHand } from '../story/chapters/11-updated-by-hand.ts'
import { forwardAgain, rolledBackByHand } from '../story/chapters/12-rolled-back-by-hand.ts'
import { approvedAfterwards, mendedByCommand, pushedByHand, squashedByHand } from '../story/chapters/13-other-hands.ts'
import { showEnvironments } from '../story/chapters/show.ts'
import type { Stage } from '../story/stage/stage.ts'

/** `first`: from the first features to a second version. `living`: the first day with a product that lives already, and the bad days. */
export const stories = {
  first: [
    featuresArrive,
    oneGoesAlone,
    sameLines,
    rolledBack,
    repaired,
    contractIsAsked,
    neighbourAndFreeze,
    freezeEnds,
    secondVersion,
    whatIsWhere,
  ],
  living: [
    adopted,
    lifeGoesOn,
    loyaltyJoins,
    loyaltyIsCancelled,
    loyaltyReturns,
    hotfixOvertakes,
    hotfixFlowsBack,
    updatedByHand,
    rolledBackByHand,
    forwardAgain,
    squashedByHand,
    approvedAfterwards,
    pushedByHand,
    mendedByCommand,
  ],
} as const

export type StoryName = keyof typeof stories

export function isStory(name: string): name is StoryName {
  return Object.hasOwn(stories, name)
}

/** The chapters in order; after each, what every environment's branch holds. */
export async function tellStory(stage: Stage, name: StoryName): Promise<void> {
  for (const chapter of stories[name]) {
    await chapter(stage)
    await showEnvironments(stage)
  }
}
