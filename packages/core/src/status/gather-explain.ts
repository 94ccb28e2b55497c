import { StagecoachError } from '../error.ts'
import { refusePromotion, type Refusal } from '../promotion/refusal.ts'
import { gatherSubject, promotionFacts } from '../promotion/subject.ts'
import type { Room } from '../ports/runtime.ts'
import { didYouMean } from '../names/nearest-name.ts'
import { environmentOf, readWorld, type World } from '../world.ts'
import { explainPackage } from './explain-package.ts'
import type { ExplainView } from './explain-view.ts'
import { gatherStatus, type StatusOptions } from './gather-status.ts'
import type { StatusFacts } from './status-facts.ts'
import { newestBuild, packageNames, packageStatus } from './view-status.ts'

/** Why a package waits, for whom, until when, and what helps.
 *  @throws StagecoachError `package-missing`, `environment-unknown` */
export async function explain(
  room: Room,
  request: { package: string; environment?: string } & StatusOptions,
): Promise<ExplainView> {
  if (request.environment !== undefined) environmentOf(room, request.environment)
  const world = await readWorld(room)
  const facts = await gatherStatus(room, world, request)
  const status = packageStatus(facts, request.package)
  if (status.built === undefined && Object.keys(status.cells).length === 0) {
    throw new StagecoachError('package-missing', `No package '${request.package}' was built.`, {
      hint: didYouMean(request.package, packageNames(facts), 'Look for its name with `stagecoach status`.'),
    })
  }
  const refusals = await gatherRefusals(room, world, facts, request.package)
  return explainPackage({ ...facts, package: request.package, refusals }, request.environment)
}

/** What would forbid proposing the newest build, where it is neither open nor there. */
async function gatherRefusals(room: Room, world: World, facts: StatusFacts, name: string): Promise<Record<string, Refusal>> {
  const refusals: Record<string, Refusal> = {}
  const newest = newestBuild(facts, name)?.package
  if (newest === undefined) return refusals
  const { cells } = packageStatus(facts, name)
  for (const { environment, tip, packages, unreadable } of facts.environments) {
    const there = packages.some((each) => each.digest === newest.digest) || cells[environment.name]?.coming !== undefined
    if (there || tip === undefined || unreadable !== undefined) continue
    const subject = await gatherSubject(room, world, environment, name, {})
    const refusal = refusePromotion(promotionFacts(room, world, subject))
    if (refusal !== undefined) refusals[environment.name] = refusal
  }
  return refusals
}
