import { createHash } from 'node:crypto'

/** The oracle: what a set of changes makes of the files, defined without any merging.
 *  A file is a row of cells: even positions are the gaps before, between and after its lines (empty at first), odd positions its lines.
 *  A step says that a cell goes from one text to another. The steps that are present must form one chain from the cell's first text; else the set has no content. */
export interface Step {
  file: string
  /** Position of the cell, or the file's name or presence. */
  cell: number | 'name' | 'presence'
  from: string
  to: string
}

/** A file that some walk knows; `first` is its text, line by line. */
export interface FileBirth {
  id: string
  name: string
  first: readonly string[]
  /** Whether it is there before anybody changes anything; else a step of presence creates it. */
  original: boolean
}

export interface FileState {
  name: string
  cells: readonly string[]
}

/** Files that are there, by id. Ids in `broken` have no defined content. */
export interface Content {
  files: ReadonlyMap<string, FileState>
  broken: ReadonlySet<string>
}

export function resolve(births: readonly FileBirth[], steps: readonly Step[]): Content {
  const files = new Map<string, FileState>()
  const broken = new Set<string>()
  const byFile = Map.groupBy(steps, (step) => step.file)
  for (const birth of births) {
    const state = resolveFile(birth, byFile.get(birth.id) ?? [])
    if (state === 'broken') broken.add(birth.id)
    else if (state !== 'absent') files.set(birth.id, state)
  }
  return { files, broken }
}

function resolveFile(birth: FileBirth, all: readonly Step[]): FileState | 'absent' | 'broken' {
  const steps = withoutReverts(all)
  const presence = steps.filter((step) => step.cell === 'presence')
  const creations = presence.filter((step) => step.to === 'there')
  const deletions = presence.filter((step) => step.to === 'gone')
  const changes = steps.filter((step) => step.cell !== 'presence')
  if (!birth.original && creations.length === 0) return steps.length === 0 ? 'absent' : 'broken'
  const cells = firstCells(birth)
  const byCell = Map.groupBy(changes, (step) => step.cell)
  let name: string | undefined = birth.name
  for (const [cell, own] of byCell) {
    const text = chain(cell === 'name' ? birth.name : (cells[Number(cell)] ?? ''), own)
    if (text === undefined) return 'broken'
    if (cell === 'name') name = text
    else cells[Number(cell)] = text
  }
  const state = { name, cells }
  if (deletions.length === 0) return state
  // Whoever deletes a file has seen one content of it; deleting another one is a conflict.
  return deletions.length === 1 && deletions[0]?.from === digestFile(state) ? 'absent' : 'broken'
}

export function firstCells(birth: FileBirth): string[] {
  return ['', ...birth.first.flatMap((line) => [line, ''])]
}

function chain(first: string, steps: readonly Step[]): string | undefined {
  const open = [...steps]
  let text = first
  for (;;) {
    const next = open.filter((step) => step.from === text)
    const [step] = next
    if (step === undefined) return open.length === 0 ? text : undefined
    if (next.length > 1) return undefined
    open.splice(open.indexOf(step), 1)
    text = step.to
  }
}

/** Of the same file. */
function undoes(step: Step, before: Step): boolean {
  return step.cell === before.cell && step.from === before.to && step.to === before.from && typeof step.cell === 'number'
}

/** A step and its revert come to nothing, even where what they changed is gone. */
function withoutReverts(steps: readonly Step[]): Step[] {
  const open = [...steps]
  for (const step of steps) {
    const [at, back] = [open.indexOf(step), open.findIndex((each) => undoes(each, step))]
    if (at !== -1 && back !== -1) for (const index of [at, back].toSorted((a, b) => b - a)) open.splice(index, 1)
  }
  return open
}

export function digestFile(state: FileState): string {
  return createHash('sha1')
    .update(JSON.stringify([state.name, state.cells]))
    .digest('hex')
}

export function textOf(state: FileState): string {
  return state.cells
    .filter((cell) => cell !== '')
    .map((cell) => `${cell}\n`)
    .join('')
}
