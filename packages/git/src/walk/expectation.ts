import { digestFile } from './model.ts'
import type { Content, FileState } from './model.ts'

/** A file as merging cells leaves it: `unsure` where git may or may not find a conflict, with a token so that equal doubts are equal. */
export type Expected = FileState | { unsure: string }
export type ExpectedContent = ReadonlyMap<string, Expected>

/** Which merges must be clean: cells are merged one by one, and everything near enough that git may join it is called unsure.
 *  It serves only to tell a false conflict from a justified one; what a clean merge must contain is the model's business. */
export function mergeCells(base: ExpectedContent, ours: ExpectedContent, theirs: ExpectedContent): ExpectedContent {
  const ids = new Set([...base.keys(), ...ours.keys(), ...theirs.keys()])
  const result = new Map<string, Expected>()
  for (const id of ids) {
    const merged = mergeFile(base.get(id), ours.get(id), theirs.get(id))
    if (merged !== undefined) result.set(id, merged)
  }
  return result
}

export function isSure(content: ExpectedContent): boolean {
  return [...content.values()].every((file) => !('unsure' in file))
}

export function expectedOf(content: Content): ExpectedContent {
  return new Map<string, Expected>([
    ...content.files,
    ...[...content.broken].map((id) => [id, { unsure: `broken ${id}` }] as const),
  ])
}

function mergeFile(base: Expected | undefined, ours: Expected | undefined, theirs: Expected | undefined): Expected | undefined {
  const [b, o, t] = [token(base), token(ours), token(theirs)]
  const doubt = { unsure: `${b} ${o} ${t}` }
  // The primitive asks when nobody knows what the base had and both sides lack it: one may have renamed it.
  if (base !== undefined && 'unsure' in base && ours === undefined && theirs === undefined) return doubt
  if (b === t || o === t) return ours
  if (b === o) return theirs
  if (base === undefined || ours === undefined || theirs === undefined) return doubt
  if ('unsure' in base || 'unsure' in ours || 'unsure' in theirs) return doubt
  const name = pickSide(base.name, ours.name, theirs.name)
  const cells = base.cells.map((cell, at) => pickSide(cell, ours.cells[at] ?? '', theirs.cells[at] ?? ''))
  const clash = name === undefined || cells.includes(undefined)
  if (clash || areNear(base, ours, theirs) || hidesRename(base, ours) || hidesRename(base, theirs)) return doubt
  return { name, cells: cells.filter((cell) => cell !== undefined) }
}

function pickSide(base: string, ours: string, theirs: string): string | undefined {
  if (base === theirs || ours === theirs) return ours
  return base === ours ? theirs : undefined
}

/** git joins changes with no unchanged line between them; two are left between, so that the rule errs towards doubt. */
function areNear(base: FileState, ours: FileState, theirs: FileState): boolean {
  const mine = changedCells(base, ours).filter((at) => ours.cells[at] !== theirs.cells[at])
  const other = new Set(changedCells(base, theirs).filter((at) => ours.cells[at] !== theirs.cells[at]))
  return mine.some((at) => around(base, at).some((near) => other.has(near)))
}

/** Cells up to the second line, in either direction, that stands in all likelihood. */
function around(base: FileState, at: number): number[] {
  const cells: number[] = [at]
  for (const direction of [-1, 1]) {
    let lines = 0
    for (let near = at + direction; near >= 0 && near < base.cells.length && lines < 2; near += direction) {
      cells.push(near)
      if (near % 2 === 1 && base.cells[near] !== '') lines += 1
    }
  }
  return cells
}

/** A renamed file that changed much is no rename to git. */
function hidesRename(base: FileState, side: FileState): boolean {
  return base.name !== side.name && changedCells(base, side).length > base.cells.length / 8
}

function changedCells(base: FileState, side: FileState): number[] {
  return base.cells.flatMap((cell, at) => (cell === side.cells[at] ? [] : [at]))
}

function token(file: Expected | undefined): string {
  return file === undefined ? 'none' : 'unsure' in file ? `(${file.unsure})` : digestFile(file)
}
