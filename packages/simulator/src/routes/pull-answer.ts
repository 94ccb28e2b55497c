import { mergeabilityOf } from '../changes/mergeability.ts'
import { changedFiles } from '../git/changed-files.ts'
import { commitsSince, mergeBase } from '../git/history.ts'
import { readRef } from '../git/refs.ts'
import type { ChangedFile } from '../git/changed-files.ts'
import type { Commit } from '../git/commits.ts'
import type { JsonObject } from '../present/json.ts'
import { presentFullPull } from '../present/pull-request.ts'
import type { PullRequest } from '../world/pull-request.ts'
import type { Repository } from '../world/repository.ts'
import type { World } from '../world/world.ts'

/** What a pull request brings: its commits oldest first, and its files, both since the merge base. */
export async function pullChanges(
  repository: Repository,
  pull: PullRequest,
): Promise<{ readonly commits: readonly Commit[]; readonly files: readonly ChangedFile[] }> {
  const { bare } = repository
  const tip = pull.state === 'open' ? readRef(bare, `refs/heads/${pull.baseRef}`) : pull.baseSha
  const fork = tip === undefined ? undefined : await mergeBase(bare, tip, pull.headSha)
  if (fork === undefined) return { commits: [], files: [] }
  const commits = await commitsSince(bare, tip, pull.headSha, { topological: true })
  return { commits, files: await changedFiles(bare, fork, pull.headSha) }
}

export async function fullPull(world: World, repository: Repository, pull: PullRequest): Promise<JsonObject> {
  const mergeability = await mergeabilityOf(world, repository, pull)
  const { commits, files } = await pullChanges(repository, pull)
  return presentFullPull(world, repository, pull, mergeability, {
    commits: commits.length,
    files: files.length,
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
  })
}
