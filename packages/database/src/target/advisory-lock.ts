import { StagecoachError } from '@stagecoach/core'
import { openPostgres } from '../engine/postgres-session.ts'
import { truth } from '../engine/row.ts'
import type { Session } from '../engine/session.ts'
import { SESSION_SETTINGS } from './session-settings.ts'

/** Advisory locks belong to a database already; the number only has to be ours. */
const LOCK = '7283014400'
const POLL = 500
/** The holder says it lives; one that does not (stopped, or its host gone) loses its connection and with it the lock. */
const HEARTBEAT = 5_000
const LOCK_SETTINGS = { ...SESSION_SETTINGS, idle_session_timeout: '30s' }

export interface AdvisoryLock {
  release(): Promise<void>
}

/**
 * Session-level advisory lock on a connection of its own, polled in autocommit: a waiting transaction would deadlock with CREATE INDEX
 * CONCURRENTLY (flyway#1654). Errors: `database-unreachable`, `pooled-connection`.
 */
export async function takeAdvisoryLock(
  url: string,
  wait: number,
  sleep: (milliseconds: number) => Promise<void>,
): Promise<AdvisoryLock | 'busy'> {
  const session = await openPostgres(url, { showValues: false, settings: LOCK_SETTINGS })
  const deadline = performance.now() + wait
  try {
    for (;;) {
      const [row] = await session.query(`select pg_try_advisory_lock(${LOCK}) as taken`)
      if (truth(row, 'taken')) return await keep(session)
      if (performance.now() >= deadline) break
      await sleep(Math.min(POLL, Math.max(1, deadline - performance.now())))
    }
  } catch (error) {
    await session.close().catch(() => undefined)
    throw error
  }
  await session.close()
  return 'busy'
}

async function keep(session: Session): Promise<AdvisoryLock> {
  const [row] = await session.query(
    `select exists (select 1 from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()) as held`,
  )
  if (!truth(row, 'held')) {
    throw new StagecoachError(
      'pooled-connection',
      'The lock did not stay with its connection: a pooler in transaction mode answers under this URL.',
      {
        hint: 'Give Stagecoach the URL of the server itself.',
      },
    )
  }
  // A failed heartbeat means that the lock is gone; what is written from then on is stopped by the fence.
  const beat = setInterval(() => void session.query('select 1').catch(() => undefined), HEARTBEAT)
  beat.unref()
  return {
    release: async () => {
      clearInterval(beat)
      await session.close().catch(() => undefined)
    },
  }
}
