import type { Stage } from '../../story/stage/stage.ts'
import type { EnvironmentName } from '../../story/stage/databases.ts'
import type { PullRequestView } from '../../story/stage/rest-person.ts'
import { git } from '../../story/stage/git-person.ts'

export const branchOf: Record<EnvironmentName, string> = { integration: 'env/integration', qa: 'env/qa', production: 'main' }

/** Open pull requests: their branches. */
export async function openPulls(stage: Stage): Promise<string[]> {
  const open = await stage.rest('maya').pullRequests('state=open')
  return open.map((pull) => pull.head.ref).sort()
}

/** All pull requests of a branch, newest first. */
export async function pullsOf(stage: Stage, branch: string): Promise<PullRequestView[]> {
  const all = await stage.rest('maya').pullRequests('state=all')
  return all.filter((pull) => pull.head.ref === branch)
}

/** Stagecoach's one comment on the newest pull request of a branch. */
export async function commentOn(stage: Stage, branch: string): Promise<string> {
  const [pull] = await pullsOf(stage, branch)
  if (pull === undefined) throw new Error(`No pull request comes from ${branch}.`)
  const marked = (await stage.rest('maya').comments(pull.number)).filter(({ body }) =>
    body.startsWith('<!-- stagecoach:promotion -->'),
  )
  if (marked.length !== 1) throw new Error(`#${pull.number} has ${marked.length} comments of Stagecoach in place of one.`)
  return marked[0]?.body ?? ''
}

/** One section of a comment, what changes with each run of the story made the same. */
export function sectionOf(comment: string, title: string): string {
  const section = comment.split('\n### ').find((part) => part.startsWith(`${title}\n`)) ?? ''
  return stable(section.slice(title.length).split('\n---\n')[0] ?? '')
}

function stable(text: string): string {
  return text
    .replaceAll(/0\.0\.0-\d{14}-[0-9a-f]{12}/g, '<version>')
    .replaceAll(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?Z| UTC)/g, '<instant>')
    .trim()
}

/** Number of parents of each commit that a merge on this branch brought in; promotions have one. */
export async function parentsOfPromotions(bare: string, branch: string): Promise<number[]> {
  const merges = await git(bare, ['log', '--first-parent', '--merges', '--format=%P', branch])
  const brought = merges.split('\n').flatMap((line) => line.split(' ')[1] ?? [])
  const parents = await Promise.all(brought.map((commit) => git(bare, ['log', '-1', '--format=%P', commit])))
  return parents.map((line) => line.split(' ').length)
}
