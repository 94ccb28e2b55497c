import type { Environment } from '../config/config.ts'
import { StagecoachError } from '../error.ts'
import type { Git } from '../ports/git.ts'
import type { Room } from '../ports/runtime.ts'
import { tipOf, type World } from '../world.ts'
import type { Oid } from './package.ts'

/** The newest production commit that a source contains.
 *  @throws StagecoachError `package-no-base` */
export async function featureBase({ host, config, defaultBranch }: Room, world: Pick<World, 'refs'>, source: Oid): Promise<Oid> {
  const production = config.environments.find((each) => each.production)
  const base = production && (await host.git.mergeBase(tipOf(world, production), source))
  if (base !== undefined) return base
  throw new StagecoachError('package-no-base', `${source} contains no commit of '${defaultBranch}'.`, {
    hint: `Cut the feature from '${defaultBranch}', or rebase it onto it.`,
  })
}

/** A feature must not carry what an environment before production holds: it would bring other packages along.
 *  @throws StagecoachError `package-contaminated` naming the environment */
export async function checkUncontaminated({ host, config }: Room, world: Pick<World, 'refs'>, source: Oid): Promise<void> {
  const production = config.environments.find((each) => each.production)
  if (production === undefined) return
  for (const environment of config.environments) {
    if (environment.production || world.refs.get(`refs/heads/${environment.branch}`) === undefined) continue
    const own = await firstOwnCommit(host.git, tipOf(world, production), tipOf(world, environment))
    if (own !== undefined && (await host.git.isAncestor(own, source))) throw contaminated(environment, own)
  }
}

/** The oldest commit that is on the environment's line and not in production: whoever has a later one has this too. */
async function firstOwnCommit(git: Git, production: Oid, tip: Oid): Promise<Oid | undefined> {
  const line = await git.log(production, tip, { firstParent: true })
  return line.at(-1)?.oid
}

function contaminated(environment: Environment, commit: Oid): StagecoachError {
  return new StagecoachError(
    'package-contaminated',
    `The feature contains ${commit} of '${environment.branch}', so it would carry along what ${environment.name} holds.`,
    { hint: `Take the merge of '${environment.branch}' out: rebase the feature's own commits onto production.` },
  )
}
