import type { LedgerView, RecordOf } from './history.ts'

/** The environment's newest deployment record, whatever became of it. */
export function lastDeployment(view: LedgerView, environment: string): RecordOf<'deployment'> | undefined {
  return view.of('deployment', environment).at(-1)
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
