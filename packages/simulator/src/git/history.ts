import type { BareRepository } from './bare-repository.ts'
import { logCommits, readCommit } from './commits.ts'
import type { Commit } from './commits.ts'
import { git } from './run-git.ts'

/** A commit and all its ancestors; with `until`, the walk ends as soon as that one is found. */
async function ancestors(bare: BareRepository, from: string, until?: string): Promise<ReadonlySet<string>> {
  const found = new Set([from])
  for (const sha of found) {
    if (sha === until) break
    for (const parent of (await readCommit(bare, sha)).parents) found.add(parent)
  }
  return found
}

/** Both are ids of commits that are there. */
export function isAncestor(bare: BareRepository, older: string, newer: string): Promise<boolean> {
  return bare.ancestry.of(`${older} ${newer}`, async () => {
    await readCommit(bare, older)
    return (await ancestors(bare, newer, older)).has(older)
  })
}

/** The best common ancestor, that git names first where there are several; undefined when there is none. */
export function mergeBase(bare: BareRepository, one: string, other: string): Promise<string | undefined> {
  return bare.bases.of(`${one} ${other}`, async () => {
    const best = await bestCommon(bare, one, other)
    return best.length < 2 ? best[0] : (await git(bare.path, ['merge-base', one, other])).split('\n')[0]
  })
}

/** The common ancestors that no other common ancestor has: those that are no parent of one. */
async function bestCommon(bare: BareRepository, one: string, other: string): Promise<readonly string[]> {
  const mine = await ancestors(bare, one)
  const common = [...(await ancestors(bare, other))].filter((sha) => mine.has(sha))
  const parents = await Promise.all(common.map(async (sha) => (await readCommit(bare, sha)).parents))
  const passed = new Set(parents.flat())
  return common.filter((sha) => !passed.has(sha))
}

export interface SinceOptions {
  /** Children before parents also where commit dates say otherwise. */
  readonly topological?: boolean
  /** Only so many of the newest. */
  readonly limit?: number
}

/**
 * The commits of `head` that `from` does not have (all when undefined), oldest first. Read here when each has at most one parent
 * among them, so that there is only one order; else git sorts them, by commit date if nothing else is asked.
 */
export async function commitsSince(
  bare: BareRepository,
  from: string | undefined,
  head: string,
  { topological = false, limit = Infinity }: SinceOptions = {},
): Promise<readonly Commit[]> {
  const known = from === undefined ? new Set<string>() : await ancestors(bare, from)
  const chain: Commit[] = []
  let next = known.has(head) ? undefined : head
  while (next !== undefined && chain.length < limit) {
    const commit: Commit = await readCommit(bare, next)
    const parents = commit.parents.filter((parent) => !known.has(parent))
    if (parents.length > 1) {
      const options = [...(topological ? ['--topo-order'] : []), ...(limit === Infinity ? [] : [`--max-count=${limit}`])]
      const args = ['--reverse', ...options, from === undefined ? head : `${from}..${head}`]
      return bare.logs.of(args.join(' '), () => logCommits(bare, args))
    }
    chain.push(commit)
    next = parents[0]
  }
  return chain.reverse()
}

export async function countCommits(bare: BareRepository, from: string, head: string): Promise<number> {
  return (await commitsSince(bare, from, head)).length
}
