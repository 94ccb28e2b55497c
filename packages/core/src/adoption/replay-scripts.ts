import type { ReplayScript } from '../ports/database.ts'
import type { ExplainedHistory, ExplainedMigration } from './explain-migrations.ts'

/** Files to run again on an empty database, in the order in which they ran, or why that would prove nothing. */
export type Replay = { kind: 'scripts'; files: { path: string; oid: string }[] } | { kind: 'impossible'; why: string }

/** Pure: what a replay of a history would run. */
export function replayOf(history: ExplainedHistory): Replay {
  const { tool, applied } = history
  if (tool === 'rails') return impossible('Rails migrations are Ruby')
  const [bad] = applied.filter((each) => replayable(each) !== undefined)
  if (bad !== undefined) return impossible(`${bad.id} ${replayable(bad) ?? ''}`)
  return { kind: 'scripts', files: applied.flatMap(({ file }) => (file === undefined ? [] : [file])) }
}

function replayable({ kind, explanation }: ExplainedMigration): string | undefined {
  if (kind === 'baseline') return 'hides what was there before the tool came'
  if (kind === 'code') return 'is no SQL file'
  switch (explanation) {
    case 'same':
    case 'named':
      return undefined
    case 'edited':
      return 'was edited after it ran'
    case 'several':
      return 'could be one of several files'
    case 'missing':
    case 'none':
      return 'has no file on the branch'
  }
}

/** The part of a file that its tool runs forwards. */
export function forwards(tool: ExplainedHistory['tool'], script: ReplayScript): ReplayScript {
  if (tool !== 'dbmate') return script
  const lines = script.sql.split('\n')
  const up = lines.findIndex((line) => /^--\s*migrate:up\b/.test(line))
  const down = lines.findIndex((line) => /^--\s*migrate:down\b/.test(line))
  // Lines that do not run become empty ones, so that an error names the right line.
  const runs = (index: number): boolean => index > up && (down === -1 || index < down || down < up)
  return { path: script.path, sql: lines.map((line, index) => (runs(index) ? line : '')).join('\n') }
}

function impossible(why: string): Replay {
  return { kind: 'impossible', why }
}
