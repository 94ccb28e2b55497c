import type { Environment } from '../config/config.ts'
import { lastVerified } from '../ledger/verified-states.ts'
import type { Result } from '../outcome.ts'
import type { Room } from '../ports/runtime.ts'
import type { World } from '../world.ts'
import { storedRelease } from './stored-release.ts'

/** An adopted state is verified and was never built: its release is what a first deployment that fails goes back to. It names no environment: to store it deploys nothing.
 *  Undefined where there is nothing to build. */
export async function releaseOfVerified(
  { host, config }: Pick<Room, 'config'> & { host: Pick<Room['host'], 'releases'> },
  { view }: Pick<World, 'view'>,
  { name }: Pick<Environment, 'name'>,
  dryRun: boolean,
): Promise<Result | undefined> {
  const last = lastVerified(view, name)
  if (last === undefined || config.release === undefined) return undefined
  const { commit: head, content, packages } = last
  if ((await storedRelease(host, view, content)) !== undefined) return undefined
  return {
    schema: 1,
    environment: name,
    packages: packages.map((each) => each.name),
    shas: { content, head },
    outcome: dryRun ? 'planned' : 'started',
    reason: 'release-missing',
    message: `The release of what ${name} holds (content ${content}) ${dryRun ? 'would be' : 'is'} built, so that there is one to go back to. Nothing is deployed.`,
    ...(dryRun ? {} : { releases: [{ content, head }] }),
  }
}
