import type { Conflict } from '@stagecoach/core'
import type { Answer } from '../answer.ts'
import type { ConflictWork } from './conflict-work.ts'
import { aboutWork } from './push-resolution.ts'
import type { ResolveState } from './resolve-state.ts'

/** `open`: path → what is missing. */
export function resolving(work: ConflictWork, folder: string, open: ReadonlyMap<string, string>): Answer {
  const list = [...open].map(([path, why]) => `  ${path} (${why})`).join('\n')
  const message = `${open.size} of ${work.merged.conflicts.length} conflicted files wait for you in ${folder}:\n${list}`
  const advice = [
    `Edit them there, then: stagecoach resolve ${work.pullRequest} --continue`,
    `To give up: stagecoach resolve ${work.pullRequest} --abort`,
  ]
  const data = { folder, open: [...open.keys()] }
  return { result: { schema: 1, outcome: 'resolving', reason: 'text-conflict', message, ...aboutWork(work), advice, data } }
}

export function describeResolution(work: ConflictWork, open: readonly Conflict[]): Answer {
  const list = open.map((each) => `${each.path} (${each.reason})`).join(', ')
  const message =
    open.length === 0 ? `Would push the resolution of #${work.pullRequest}.` : `#${work.pullRequest} conflicts in ${list}.`
  return {
    result: { schema: 1, outcome: 'planned', reason: open.length === 0 ? 'done' : 'text-conflict', message, ...aboutWork(work) },
  }
}

export function foreignHead(work: ConflictWork, paths: readonly string[]): Answer {
  return blockedBy(
    work,
    'foreign-change',
    `The branch ${work.branch} carries changes that ${work.what} does not: ${paths.join(', ')}.`,
    [`Put the change into the feature branch, then delete ${work.branch} so that it is made again.`],
  )
}

export function movedMeanwhile(work: ConflictWork, state: ResolveState): Answer {
  return blockedBy(work, 'base-moved', `${work.environment} or what comes moved since you began, and other lines conflict now.`, [
    `Your files are in ${state.folder}; keep what you need, then: stagecoach resolve ${work.pullRequest} --abort, and begin again.`,
  ])
}

export function changedElsewhere(work: ConflictWork, state: ResolveState, paths: readonly string[]): Answer {
  return blockedBy(work, 'foreign-change', `Only conflicted files may change, and you changed ${paths.join(', ')} as well.`, [
    `In ${state.folder}: git checkout ${state.start.slice(0, 12)} -- <path> brings a file back; a new file is deleted. Put other changes into the feature branch.`,
  ])
}

function blockedBy(work: ConflictWork, reason: string, message: string, advice: string[]): Answer {
  return { result: { schema: 1, outcome: 'blocked', reason, message, ...aboutWork(work), advice } }
}
