import type { LedgerView, RecordOf } from './history.ts'
import { takenBackBy } from './rollbacks.ts'

/** An operation that was intended and came to no end yet. */
export interface OpenOperation {
  intent: RecordOf<'intent'>
  /** Absent when the intent is all that was recorded. */
  merged?: RecordOf<'merged'>
}

/** The environment's newest deployment record, whatever became of it. */
export function lastDeployment(view: LedgerView, environment: string): RecordOf<'deployment'> | undefined {
  return view.of('deployment', environment).at(-1)
}

/** The operation that was merged and neither verified, nor rolled back, nor taken up by a rollback; without one the newest intent, if that came to no end. */
export function openOperation(view: LedgerView, environment: string): OpenOperation | undefined {
  const ended = endedOperations(view, environment)
  const open = view.of('intent', environment).filter((intent) => intent.verb !== 'rollback' && !ended.has(intent.operation))
  const merges = new Map(view.of('merged', environment).map((record) => [record.operation, record]))
  const waiting = open.findLast((intent) => merges.has(intent.operation))
  const newest = view.of('intent', environment).at(-1)
  const intent = waiting ?? open.find((each) => each.seq === newest?.seq)
  if (intent === undefined) return undefined
  const merged = merges.get(intent.operation)
  return merged === undefined ? { intent } : { intent, merged }
}

function endedOperations(view: LedgerView, environment: string): Set<string> {
  const taken = view.of('rollback', environment).flatMap(takenBackBy)
  return new Set([...successful(view, environment), ...taken])
}

function successful(view: LedgerView, environment: string): Set<string> {
  const verified = view.of('verification', environment).filter((each) => each.passed)
  const rolledBack = view.of('deployment', environment).filter((each) => each.state === 'rolled-back')
  return new Set([...verified, ...rolledBack].map((each) => each.operation))
}

/** How many operations came to a good or repaired end: part of the next operation's id, so that the same request later is another operation. */
export function completedOperations(view: LedgerView, environment: string): number {
  const restored = view.of('rollback', environment).filter((each) => each.state === 'restored' || each.state === 'repaired')
  return new Set([...successful(view, environment), ...restored.map((each) => each.operation)]).size
}

/** The intent under which a commit was to be made: its first parent and tree are what was foreseen, whoever pressed the button. */
export function foreseenBy(
  view: LedgerView,
  environment: string,
  commit: { parents: readonly string[]; tree: string },
): RecordOf<'intent'> | undefined {
  return view.of('intent', environment).findLast((each) => each.tip === commit.parents[0] && each.tree === commit.tree)
}
