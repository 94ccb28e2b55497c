import type { Session } from './session.ts'

/** Runs work inside a savepoint of the open transaction: kept or undone when it succeeds, always undone when it fails. */
export async function savepoint<T>(session: Session, then: 'keep' | 'undo', work: () => Promise<T>): Promise<T> {
  await session.exec('savepoint stagecoach')
  let result: T
  try {
    result = await work()
  } catch (error) {
    // A connection that is gone cannot roll back; the first error is the one to tell.
    await session.exec('rollback to savepoint stagecoach').catch(() => undefined)
    throw error
  }
  if (then === 'undo') await session.exec('rollback to savepoint stagecoach')
  await session.exec('release savepoint stagecoach')
  return result
}
