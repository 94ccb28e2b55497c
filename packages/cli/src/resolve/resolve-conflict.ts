import { basename, dirname, join } from 'node:path'
import { StagecoachError, type Conflict, type Room } from '@stagecoach/core'
import type { Answer } from '../answer.ts'
import type { Context } from '../frame/context.ts'
import type { OpenedRoom } from '../open-room.ts'
import type { Checkout } from '../remote/checkout.ts'
import { personGit } from '../remote/person-git.ts'
import type { GateTarget } from '../verbs/gate-target.ts'
import { openConflict, type ConflictWork } from './conflict-work.ts'
import type { Decision, Decisions } from './decision.ts'
import { changedElsewhere, describeResolution, foreignHead, movedMeanwhile, resolving } from './resolve-answers.ts'
import { readGiven, type GivenDecisions } from './given-decisions.ts'
import { personOf } from './person.ts'
import { aboutWork, pushResolution, startPromotion } from './push-resolution.ts'
import { readState, removeState, sameConflict, writeState, type ResolvePlace, type ResolveState } from './resolve-state.ts'
import { layOut } from './lay-out.ts'
import { readWorktree } from './read-worktree.ts'
import { addWorktree, applyDecision, removeWorktree } from './worktree.ts'

export interface ResolveRequest extends GivenDecisions {
  target: GateTarget
  /** Folder of the working tree; by default beside the checkout. */
  worktree: string | undefined
  abort: boolean
  /** Expects a resolution begun before. */
  onwards: boolean
}

interface Session {
  context: Context
  room: Room
  checkout: Checkout
  gitDirectory: string
  work: ConflictWork
  place: ResolvePlace
}

/** Brings a person to a resolution with the right base, and what they decided to the pull request. Run again it goes on where it was. */
export async function resolveConflict(context: Context, opened: OpenedRoom, request: ResolveRequest): Promise<Answer> {
  const { room, gitDirectory } = opened
  const checkout = await context.checkout()
  const work = await openConflict(room, request.target)
  const place = {
    gitDirectory: checkout.gitDirectory,
    environment: work.environment,
    package: work.name,
  }
  const session: Session = { context, room, checkout, gitDirectory, work, place }
  const state = await readState(place)
  if (request.abort) return giveUp(session, state)
  if (request.onwards && state === undefined) {
    throw new StagecoachError('resolve-not-started', `No resolution of #${work.pullRequest} was begun here.`, {
      hint: `Run: stagecoach resolve ${work.pullRequest}`,
    })
  }
  const { conflicts, refused } = work.merged
  if (refused?.kind === 'foreign-change') return foreignHead(work, refused.paths)
  if (conflicts.length === 0) return nothingLeft(session, state)
  if (state !== undefined && !conflicts.every((each) => state.conflicts.some((known) => sameConflict(known, each))))
    return movedMeanwhile(work, state)
  const given = await readGiven(room.host.git, context.surroundings.cwd, conflicts, request)
  if (state !== undefined) return goOn(session, state, given)
  if (conflicts.every((each) => given.has(each.path))) {
    return context.dryRun ? describeResolution(work, []) : pushResolution(room, work, given, await personOf(checkout.git))
  }
  return context.dryRun ? describeResolution(work, conflicts) : begin(session, request, given)
}

async function begin(session: Session, request: ResolveRequest, given: ReadonlyMap<string, Decision>): Promise<Answer> {
  const { context, room, checkout, work, place, gitDirectory } = session
  if (checkout.bare)
    throw new StagecoachError('usage', 'A bare repository has no place to resolve conflicts in.', {
      hint: 'Use a clone, or decide every path with --ours, --theirs or --take.',
    })
  const { git } = room.host
  const { conflicts, tree } = work.merged
  const { tip, environment, name, what } = work
  // Everything that merges is there; a conflicted file begins as the environment has it.
  const whole = await git.editTree(tree, new Map(conflicts.map(({ path, ours }) => [path, ours])))
  const person = await personOf(checkout.git)
  const message = `Resolve ${what} in ${environment}\n\nStart of \`stagecoach resolve ${work.pullRequest}\`.\n`
  const start = await git.writeCommit({
    tree: whole,
    parents: [tip.oid],
    message,
    author: person,
    committer: person,
    at: tip.committedAt,
  })
  const folder = request.worktree ?? join(dirname(checkout.folder), `${basename(checkout.folder)}.resolve-${work.pullRequest}`)
  const branch = `stagecoach/resolve/${environment}/${name}`
  const worktree = await addWorktree(checkout, context.surroundings.environment, gitDirectory, start, { folder, branch })
  await writeState(place, { schema: 1, folder, branch, start, conflicts })
  await layOut(worktree, git, conflicts)
  for (const [path, decision] of given) await applyDecision(worktree, folder, path, decision)
  return resolving(
    work,
    folder,
    new Map(conflicts.filter((each) => !given.has(each.path)).map((each) => [each.path, each.reason])),
  )
}

async function goOn(session: Session, state: ResolveState, given: ReadonlyMap<string, Decision>): Promise<Answer> {
  const { context, room, checkout, work, place } = session
  const worktree = personGit(state.folder, context.surroundings.environment)
  for (const [path, decision] of given) await applyDecision(worktree, state.folder, path, decision)
  const { decisions, open, foreign } = await readWorktree(worktree, state)
  if (foreign.length > 0) return changedElsewhere(work, state, foreign)
  if (open.size > 0) return resolving(work, state.folder, open)
  if (context.dryRun) return describeResolution(work, [])
  const answer = await pushResolution(room, work, pick(decisions, work.merged.conflicts), await personOf(checkout.git))
  await cleanUp(checkout, place, state)
  return answer
}

async function nothingLeft(session: Session, state: ResolveState | undefined): Promise<Answer> {
  const { room, checkout, work, place, context } = session
  const by = work.merged.person?.commit.author.email
  const message =
    by === undefined ? `#${work.pullRequest} has no conflict that nobody decided.` : `#${work.pullRequest} was resolved by ${by}.`
  const about = { schema: 1, outcome: 'unchanged', reason: 'nothing-to-do', message, ...aboutWork(work) } as const
  if (context.dryRun) return { result: about }
  if (state !== undefined) await cleanUp(checkout, place, state)
  return { result: { ...about, ...(await startPromotion(room, work)) } }
}

async function giveUp({ checkout, place, work }: Session, state: ResolveState | undefined): Promise<Answer> {
  if (state !== undefined) await cleanUp(checkout, place, state)
  const message =
    state === undefined
      ? `No resolution of #${work.pullRequest} was begun here.`
      : `Given up; ${state.folder} is gone, and #${work.pullRequest} still waits.`
  return {
    result: {
      schema: 1,
      outcome: 'unchanged',
      reason: state === undefined ? 'nothing-to-do' : 'done',
      message,
      ...aboutWork(work),
    },
  }
}

async function cleanUp(checkout: Checkout, place: ResolvePlace, state: ResolveState): Promise<void> {
  await removeWorktree(checkout, state)
  await removeState(place)
}

/** Of what was decided, what still conflicts: recorded resolutions may have decided the rest meanwhile. */
function pick(decisions: Decisions, conflicts: readonly Conflict[]): Decisions {
  return new Map([...decisions].filter(([path]) => conflicts.some((each) => each.path === path)))
}
