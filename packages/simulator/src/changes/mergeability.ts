import { readCommit, writeCommit } from '../git/commits.ts'
import { mergeCommits } from '../git/merge-trees.ts'
import { readRef } from '../git/refs.ts'
import { swapRef } from '../git/swap-ref.ts'
import type { PullRequest, TestMerge } from '../world/pull-request.ts'
import type { Repository } from '../world/repository.ts'
import type { World } from '../world/world.ts'
import { isBehind, unmetProtection } from './merge-rules.ts'
import { combinedState, latestStatuses } from '../world/commit-evidence.ts'

export interface Mergeability {
  readonly mergeable: boolean | null
  /** clean, dirty, blocked, behind, unstable, draft, unknown. */
  readonly state: string
}

/** The commit that GitHub prepares for `refs/pull/N/merge`; made again only when a tip has moved. */
export async function testMerge(world: World, repository: Repository, pull: PullRequest): Promise<TestMerge | undefined> {
  const base = readRef(repository.bare, `refs/heads/${pull.baseRef}`)
  if (base === undefined) return undefined
  const known = pull.testMerge
  if (known !== undefined && known.base === base && known.head === pull.headSha) return known
  const tree = await mergeCommits(repository.bare, base, pull.headSha)
  const commit = tree === undefined ? undefined : await writeTestCommit(world, repository, pull, tree, base)
  const made: TestMerge = { base, head: pull.headSha, commit, asked: false }
  pull.testMerge = made
  const ref = `refs/pull/${pull.number}/merge`
  await swapRef(repository.bare, ref, readRef(repository.bare, ref), commit)
  return made
}

async function writeTestCommit(
  world: World,
  repository: Repository,
  pull: PullRequest,
  tree: string,
  base: string,
): Promise<string> {
  const author = world.accounts.get(pull.author)
  // Dated by the newer tip, so that the same two tips always give the same commit.
  const dates = [base, pull.headSha].map(async (sha) => (await readCommit(repository.bare, sha)).committer.date)
  const date = (await Promise.all(dates)).sort().at(-1) ?? world.clock.iso()
  return writeCommit(repository.bare, {
    tree,
    parents: [base, pull.headSha],
    message: `Merge ${pull.headSha} into ${base}\n`,
    author: { name: author.name ?? author.login, email: author.email, date },
    committer: { name: 'GitHub', email: 'noreply@github.com', date },
  })
}

/** What `GET pulls/{number}` says of merging. With lazy mergeability the first question after a move is answered with null. */
export async function mergeabilityOf(world: World, repository: Repository, pull: PullRequest): Promise<Mergeability> {
  if (pull.state === 'closed') return { mergeable: null, state: 'unknown' }
  const test = await testMerge(world, repository, pull)
  if (test === undefined) return { mergeable: null, state: 'unknown' }
  if (world.options.mergeability === 'lazy' && !test.asked) {
    test.asked = true
    return { mergeable: null, state: 'unknown' }
  }
  if (test.commit === undefined) return { mergeable: false, state: 'dirty' }
  return { mergeable: true, state: await mergeableState(world, repository, pull) }
}

async function mergeableState(world: World, repository: Repository, pull: PullRequest): Promise<string> {
  if (pull.draft) return 'draft'
  const protection = repository.protectionOf(pull.baseRef)
  if (protection?.strict === true && (await isBehind(repository, pull))) return 'behind'
  if (unmetProtection(world, repository, pull).length > 0) return 'blocked'
  const statuses = latestStatuses(repository.statuses, pull.headSha)
  const failing = statuses.length > 0 && combinedState(statuses) !== 'success'
  return failing ? 'unstable' : 'clean'
}
