import { viewHistory, type LedgerView } from './ledger/history.ts'
import type { Environment } from './config/config.ts'
import { StagecoachError } from './error.ts'
import { deletedBranch } from './foreign/deleted-branch.ts'
import { mendLine } from './foreign/explain-trouble.ts'
import { didYouMean } from './names/nearest-name.ts'
import type { Oid } from './package/package.ts'
import type { LedgerHistory } from './ports/ledger.ts'
import type { GitRemote, RemoteRef } from './ports/git.ts'
import type { Room } from './ports/runtime.ts'

/** Refs and ledger as one fetch brought them: one round trip, or none where they came with the configuration. */
export interface World {
  refs: ReadonlyMap<string, RemoteRef>
  history: LedgerHistory
  view: LedgerView
}

const patterns = ['refs/heads/*', 'refs/tags/package/*', 'refs/tags/release/*', 'refs/stagecoach/resolutions']

/** Everything of the shared repository that a world is made of, the default branch and the ledger's included. One round trip. */
export function readRefs(git: Pick<GitRemote, 'fetch'>): Promise<World['refs']> {
  return git.fetch(patterns)
}

/** Refs that are given away once: they are fresh for the first reader only. */
export function giveOnce(refs: World['refs']): NonNullable<Room['takeRefs']> {
  let left: World['refs'] | undefined = refs
  return () => {
    const given = left
    left = undefined
    return given
  }
}

export async function readWorld({ host, takeRefs }: Room): Promise<World> {
  const refs = takeRefs?.() ?? (await readRefs(host.git))
  const history = await host.ledger.read()
  return { refs, history, view: viewHistory(history) }
}

/** @throws StagecoachError `environment-unknown` with the names there are */
export function environmentOf({ config }: Pick<Room, 'config'>, name: string): Environment {
  const found = config.environments.find((each) => each.name === name)
  if (found !== undefined) return found
  const names = config.environments.map((each) => each.name)
  throw new StagecoachError('environment-unknown', `There is no environment '${name}'.`, {
    hint: didYouMean(name, names, `The configuration knows ${names.join(', ')}.`),
  })
}

/** @throws StagecoachError `history-rewritten` where the branch was deleted, `branch-missing` where it never was */
export function tipOf(world: Pick<World, 'refs'> & Partial<Pick<World, 'view'>>, environment: Environment): Oid {
  const ref = world.refs.get(`refs/heads/${environment.branch}`)
  if (ref !== undefined) return ref.oid
  const { refs, view } = world
  const deleted = view === undefined ? undefined : deletedBranch({ refs, view }, environment)
  if (deleted !== undefined) {
    const { code, what, reason, mend = [] } = deleted
    throw new StagecoachError(code, what ?? reason, { hint: mend.map(mendLine).join('\n') })
  }
  throw new StagecoachError(
    'branch-missing',
    `The branch '${environment.branch}' of the environment '${environment.name}' does not exist.`,
    {
      hint: `Create it from the default branch: git push origin origin/HEAD:refs/heads/${environment.branch}`,
    },
  )
}
