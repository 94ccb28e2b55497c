import { viewHistory, type LedgerView } from './ledger/history.ts'
import type { Environment } from './config/config.ts'
import { StagecoachError } from './error.ts'
import type { Oid } from './package/package.ts'
import type { LedgerHistory } from './ports/ledger.ts'
import type { RemoteRef } from './ports/git.ts'
import type { Room } from './ports/runtime.ts'

/** Refs and ledger as they were read together: two round trips. */
export interface World {
  refs: ReadonlyMap<string, RemoteRef>
  history: LedgerHistory
  view: LedgerView
}

const patterns = ['refs/heads/*', 'refs/tags/package/*', 'refs/tags/release/*', 'refs/stagecoach/resolutions']

export async function readWorld({ host }: Room): Promise<World> {
  const refs = await host.git.fetch(patterns)
  const history = await host.ledger.read()
  return { refs, history, view: viewHistory(history) }
}

/** @throws StagecoachError `environment-unknown` with the names there are */
export function environmentOf({ config }: Room, name: string): Environment {
  const found = config.environments.find((each) => each.name === name)
  if (found !== undefined) return found
  const names = config.environments.map((each) => each.name).join(', ')
  throw new StagecoachError('environment-unknown', `There is no environment '${name}'.`, {
    hint: `The configuration knows ${names}.`,
  })
}

/** @throws StagecoachError `branch-missing` */
export function tipOf(world: Pick<World, 'refs'>, environment: Environment): Oid {
  const ref = world.refs.get(`refs/heads/${environment.branch}`)
  if (ref !== undefined) return ref.oid
  throw new StagecoachError(
    'branch-missing',
    `The branch '${environment.branch}' of the environment '${environment.name}' does not exist.`,
    {
      hint: `Create it from the default branch: git push origin HEAD:refs/heads/${environment.branch}`,
    },
  )
}
