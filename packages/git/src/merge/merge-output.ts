import type { Conflict, Oid } from '@stagecoach/core'
import { fromBytePath } from '../objects/path-bytes.ts'

/** What `git merge-tree --write-tree -z` said of one merge. */
export interface MergeOutput {
  clean: boolean
  tree: Oid
  conflicts: Conflict[]
}

const oidPattern = /^[0-9a-f]{40}$/
const stagePattern = /^([0-7]{6}) ([0-9a-f]{40}) ([123])\t([^]*)$/
const sides = { 1: 'base', 2: 'ours', 3: 'theirs' } as const

/** Fields of one merge, without their NULs: tree id, a line per stage, an empty field, then messages as count, paths, kind, text. One character per byte.
 *  @returns undefined when the bytes are no answer (an unknown revision also ends in exit code 1, with nothing on stdout)
 *  @throws StagecoachError `path-not-utf8` */
export function parseMerge(clean: boolean, fields: readonly string[]): MergeOutput | undefined {
  const tree = fields[0]
  if (tree === undefined || !oidPattern.test(tree)) return undefined
  if (clean) return { clean, tree, conflicts: [] }
  const stages = fields.slice(1).filter((field) => stagePattern.test(field))
  const conflicts = new Map<string, Conflict>()
  for (const stage of stages) addStage(conflicts, stage)
  for (const message of parseMessages(fields.slice(stages.length + 2))) addReason(conflicts, message)
  return { clean, tree, conflicts: [...conflicts.values()].sort((a, b) => (a.path < b.path ? -1 : 1)) }
}

function addStage(conflicts: Map<string, Conflict>, field: string): void {
  const [, mode, oid, stage, bytes] = stagePattern.exec(field) ?? []
  if (mode === undefined || oid === undefined || bytes === undefined) return
  const path = fromBytePath(bytes)
  const conflict = conflicts.get(path) ?? { path, reason: '' }
  // The pattern admits 1, 2 and 3 only.
  conflict[sides[Number(stage) as 1 | 2 | 3]] = { mode, oid }
  conflicts.set(path, conflict)
}

interface Message {
  paths: string[]
  text: string
}

/** Text of the message, not its kind, holds the word people know: kind `CONFLICT (contents)` covers content and add/add. */
function addReason(conflicts: Map<string, Conflict>, message: Message): void {
  const reason = /^CONFLICT \(([^)]+)\)/.exec(message.text)?.[1]
  if (reason === undefined) return
  for (const path of message.paths.map(fromBytePath)) {
    const conflict = conflicts.get(path)
    if (conflict !== undefined) conflict.reason ||= reason
  }
  // A directory rename that git cannot decide has no stages, but leaves the merge unclean all the same.
  const known = message.paths.some((path) => conflicts.has(fromBytePath(path)))
  const first = message.paths[0]
  if (!known && first !== undefined) conflicts.set(fromBytePath(first), { path: fromBytePath(first), reason })
}

function parseMessages(fields: readonly string[]): Message[] {
  const messages: Message[] = []
  let at = 0
  while (/^\d+$/.test(fields[at] ?? '')) {
    const count = Number(fields[at])
    messages.push({ paths: fields.slice(at + 1, at + 1 + count), text: fields[at + 2 + count] ?? '' })
    at += count + 3
  }
  return messages
}
