import { StagecoachError, workflows, type Person, type Room } from '@stagecoach/core'
import type { Answer } from '../answer.ts'
import { knownError } from '../terminal/report-error.ts'
import type { ConflictWork } from './conflict-work.ts'
import type { Decisions } from './decision.ts'

/** Commits the decisions as the person, with the environment's tip as the one parent, pushes them to the promotion branch with lease, and has the promotion made again:
 *  that privileged run checks and records the resolution, so the person needs no right to write the ledger.
 *  @throws StagecoachError `head-moved`, `push-refused` */
export async function pushResolution(room: Room, work: ConflictWork, decisions: Decisions, person: Person): Promise<Answer> {
  const { host } = room
  const { merged, branch, existing, pullRequest } = work
  const edits = new Map<string, { mode: string; oid: string } | undefined>()
  for (const [path, decision] of decisions) {
    edits.set(
      path,
      decision.kind === 'deleted' ? undefined : { mode: decision.mode, oid: await host.git.writeBlob(decision.bytes) },
    )
  }
  const tree = await host.git.editTree(merged.tree, edits)
  const made = work.commitOf(tree)
  const head = await host.git.writeCommit({ ...made, author: person, committer: person, at: later(host.clock.now(), made.at) })
  const pushed = await host.git.push([{ ref: `refs/heads/${branch}`, expected: existing, to: head }])
  if (pushed.kind === 'stale')
    throw new StagecoachError('head-moved', `The branch '${branch}' moved meanwhile.`, { hint: 'Run it again.' })
  if (pushed.kind === 'refused') {
    throw new StagecoachError('push-refused', `The branch '${branch}' could not be pushed: ${pushed.reason}`, {
      hint: 'You need write access to the repository; look at its rules for promote/** and sync/** branches.',
    })
  }
  const paths = [...decisions.keys()]
  const rest = await startPromotion(room, work)
  const message = `${paths.join(', ')} ${paths.length === 1 ? 'is' : 'are'} resolved in #${pullRequest}; the promotion is made again and remembers it.`
  return {
    result: {
      schema: 1,
      outcome: 'resolved',
      reason: 'done',
      message,
      ...aboutWork(work),
      shas: { head, tip: work.tip.oid },
      ...rest,
    },
  }
}

/** The promote workflow, which records the resolution. Without the right to start it the push was not for nothing: anyone may start it. */
export async function startPromotion(room: Room, { again }: ConflictWork): Promise<Pick<Answer['result'], 'next' | 'advice'>> {
  const next = { workflow: workflows.promote, inputs: again }
  try {
    await room.host.forge.dispatch(next.workflow, next.inputs)
    return { next: [next] }
  } catch (error) {
    const { message } = knownError(error)
    room.host.warn(`the promote workflow was not started: ${message}`)
    return {
      next: [next],
      advice: [
        `Start ${next.workflow} with ${Object.entries(again)
          .map(([name, value]) => `${name}=${value}`)
          .join(' and ')}, or wait for the sweep.`,
      ],
    }
  }
}

export function aboutWork({ environment, packages, pullRequest }: ConflictWork): {
  environment: string
  packages: string[]
  pullRequest: number
} {
  return { environment, packages, pullRequest }
}

/** Whole seconds; a commit is never older than its parent. */
function later(now: Date, least: string): string {
  return new Date(Math.max(Math.floor(now.getTime() / 1000) * 1000, Date.parse(least))).toISOString()
}
