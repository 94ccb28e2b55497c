import type { HistoryTool, MigrationHistory } from '../ports/database.ts'
import { readFlyway } from './read-flyway.ts'
import { readPrisma } from './read-prisma.ts'
import { readSqitch } from './read-sqitch.ts'
import { readVersions } from './read-versions.ts'

/** A migration that a database holds now, by the word of another tool. */
export interface AppliedElsewhere {
  /** What the tool calls it: a script, a change, a folder, a version. The same in every environment. */
  id: string
  /** `file`: SQL of a file ran; `code`: something else ran (Java, a script), which nothing here can read; `marked`: it counts as applied, and the tool says that nothing ran; `baseline`: everything up to it was there before the tool came. */
  kind: 'file' | 'code' | 'marked' | 'baseline'
  /** Of sqitch, which may have several in one table. */
  project?: string
  /** As the tool keeps it; see `matches` in tool-checksum.ts. */
  checksum?: string
}

/** What one table of another tool comes to. */
export interface ReadHistory {
  tool: HistoryTool | 'list'
  /** `schema.table`, or the file of a list. */
  place: string
  /** In the order in which they ran last. */
  applied: AppliedElsewhere[]
  /** What it leaves open, one sentence each. */
  unknown: string[]
  /** What must be settled with the tool first, one sentence each: the database is in a state that nobody meant. */
  troubles: string[]
}

/** Reads a tool's rows: applied now = what ran and was neither undone nor rolled back nor failed. */
export function readHistory(history: MigrationHistory): ReadHistory {
  const { tool, schema, table, rows, unreadable } = history
  const place = `${schema}.${table}`
  if (tool === 'unknown' || unreadable !== undefined) {
    const what = `What ${place} says is not known: ${unreadable ?? 'nobody here knows its tool'}. Give the applied migrations with \`--list\`.`
    return { tool, place, applied: [], unknown: [what], troubles: [] }
  }
  const elsewhere =
    schema === 'public' ? [] : [`${place} is not in the schema public: its migrations are taken to be about ${schema}.`]
  const read = readRows(tool, place, rows)
  return { tool, place, ...read, unknown: [...read.unknown, ...(tool === 'sqitch' ? [] : elsewhere)] }
}

type RowsRead = Pick<ReadHistory, 'applied' | 'unknown' | 'troubles'>

function readRows(tool: Exclude<HistoryTool, 'unknown'>, place: string, rows: MigrationHistory['rows']): RowsRead {
  switch (tool) {
    case 'flyway':
      return readFlyway(place, rows)
    case 'prisma':
      return readPrisma(place, rows)
    case 'sqitch':
      return readSqitch(place, rows)
    case 'dbmate':
    case 'rails':
      return readVersions(tool, place, rows)
  }
}
