import { featuresArrive } from '../story/chapters/1-features-arrive.ts'
import { oneGoesAlone } from '../story/chapters/2-one-goes-alone.ts'
import { sameLines } from '../story/chapters/3-same-lines.ts'
import { repaired, rolledBack } from '../story/chapters/4-rolled-back.ts'
import { contractIsAsked, freezeEnds, neighbourAndFreeze } from '../story/chapters/5-contract.ts'
import { secondVersion } from '../story/chapters/6-second-version.ts'
import { whatIsWhere } from '../story/chapters/7-what-is-where.ts'
import { showEnvironments } from '../story/chapters/show.ts'
import type { Stage } from '../story/stage/stage.ts'

const chapters = [
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
]

/** The chapters in order; after each, what every environment's branch holds. */
export async function tellStory(stage: Stage): Promise<void> {
  for (const chapter of chapters) {
    await chapter(stage)
    await showEnvironments(stage)
  }
}
