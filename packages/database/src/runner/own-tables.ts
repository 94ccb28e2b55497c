import { StagecoachError } from '@stagecoach/core'
import { text } from '../engine/row.ts'
import type { Session } from '../engine/session.ts'
import type { Script } from './script.ts'

const KEPT = ['log', 'progress', 'fence', 'begun', 'recorded', 'object']

/** Count and order-free hash of every table of ours; without instants, whose text the script's time zone changes. */
const ROWS = KEPT.map(
  (name) => `select '${name}' as kept, pg_catalog.to_jsonb(t) operator(pg_catalog.-) 'at' as kept_row from stagecoach.${name} t`,
).join(' union all ')
const MARK = `select pg_catalog.concat(pg_catalog.count(*), ':', pg_catalog.sum(pg_catalog.hashtextextended(
  pg_catalog.concat(kept, ' ', kept_row), 0))) as mark from (${ROWS}) k`

/**
 * What a DO block, a called function or a trigger does cannot be read from the SQL, so it is looked at afterwards, inside the same transaction:
 * a log row or a fencing number of somebody else's would skip, repeat or lock out later deployments. Answers with the look at the end.
 */
export async function watchOwnTables(session: Session, script: Script): Promise<() => Promise<void>> {
  const findings = script.statements.flatMap((each) => each.findings)
  if (findings.every(({ compatibility }) => compatibility !== 'unknown' && compatibility !== 'data'))
    return () => Promise.resolve()
  const before = await mark(session)
  return async () => {
    if ((await mark(session)) !== before) throw changed(script)
  }
}

async function mark(session: Session): Promise<string> {
  const [row] = await session.query(MARK)
  return text(row, 'mark')
}

function changed(script: Script): StagecoachError {
  const what = script.direction === 'apply' ? 'Migration' : 'The undo script of'
  return new StagecoachError(
    script.direction === 'apply' ? 'migration-failed' : 'undo-failed',
    `${what} ${script.package}/${script.migration} (${script.file}) changes what Stagecoach keeps in the schema "stagecoach"; it was rolled back.`,
    {
      hint: 'Log, fence and progress are written by Stagecoach alone. Take out of the file, or of what it calls, whatever writes there.',
    },
  )
}
