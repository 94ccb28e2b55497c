import { StagecoachErrors, type Problem } from '../error.ts'
import type { AppliedElsewhere, ReadHistory } from './read-history.ts'

const entry = /^(?:sha256:([0-9a-f]{64})\s+)?(\S+)$/

/**
 * A plain list of applied migrations: a path in the repository on each line, in the order in which they ran, with `sha256:<digest>` in
 * front where the content is to be compared; empty lines and lines that begin with `#` say nothing.
 * @throws StagecoachErrors `list-invalid` with every line that is not like that, or comes twice
 */
export function readList(file: string, text: string): ReadHistory {
  const applied = new Map<string, AppliedElsewhere>()
  const problems: Problem[] = []
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim()
    if (line === '' || line.startsWith('#')) continue
    const [, checksum, path] = entry.exec(line) ?? []
    const at = { file, line: index + 1 }
    if (path === undefined) problems.push({ ...at, message: 'is not `[sha256:<digest> ]<path>`' })
    else if (applied.has(path)) problems.push({ ...at, message: `names ${path} a second time` })
    else applied.set(path, { id: path, kind: 'file', ...(checksum === undefined ? {} : { checksum }) })
  }
  if (problems.length > 0) throw new StagecoachErrors('list-invalid', `The list of applied migrations cannot be read:`, problems)
  const unknown = ['The list is the word of whoever wrote it: no table of the database says the same.']
  return { tool: 'list', place: file, applied: [...applied.values()], unknown, troubles: [] }
}
