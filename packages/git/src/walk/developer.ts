import { digestFile } from './model.ts'
import type { Content, FileBirth, FileState, Step } from './model.ts'
import { contentOf, holding } from './product.ts'
import type { Snapshot, Version } from './product.ts'
import type { Random } from './random.ts'

/** Makes changes as people make them: lines edited, inserted and deleted, files added, renamed and deleted, on what they see. */
export class Developer {
  readonly births: FileBirth[] = []
  readonly #random: Random
  /** Texts are never used twice, and a line or file is deleted by one person only: two people who make the same change have made one change to git. */
  readonly #deleted = new Set<string>()
  #texts = 0

  constructor(random: Random, files: number, lines: number) {
    this.#random = random
    for (let file = 0; file < files; file++) this.#bear(`src/file-${file}.txt`, lines, true)
  }

  /** Steps of somebody who stands on `on` and whose own steps are among `own`; the result replaces `own`. */
  change(on: Snapshot, own: readonly Step[], count: number): Step[] {
    let steps = [...own]
    for (let index = 0; index < count; index++) {
      const seen = contentOf(this.births, { ...on, direct: [...on.direct, ...steps] })
      steps = this.#changeOnce(seen, steps)
    }
    return steps
  }

  /** Own steps carried over to another ground, as a person who merges or rebases: where they do not fit, what stands there is edited anew or left. */
  carry(own: readonly Step[], ground: Snapshot, name: string, held: Version | undefined): Step[] | undefined {
    const without = holding(ground, name, undefined)
    const fits = (steps: readonly Step[]): Content =>
      contentOf(this.births, { ...without, direct: [...without.direct, ...steps] })
    const broken = fits(own).broken
    const steps = own.filter((step) => !broken.has(step.file))
    for (const file of broken) steps.push(...(held?.steps.filter((step) => step.file === file) ?? []))
    return fits(steps).broken.size === 0 ? steps : undefined
  }

  #changeOnce(seen: Content, own: Step[]): Step[] {
    const file = this.#random.pick([...seen.files.keys()])
    const state = file === undefined ? undefined : seen.files.get(file)
    if (file === undefined || state === undefined) return [...own, ...this.#create()]
    switch (this.#random.weighted({ edit: 12, insert: 6, cut: 4, undo: 3, create: 1, rename: 1, remove: 1 })) {
      case 'edit':
        return this.#put(own, file, state, this.#line(state), this.#text())
      case 'insert':
        return this.#put(
          own,
          file,
          state,
          2 * this.#random.below((state.cells.length + 1) / 2),
          `${this.#text()}\n${this.#text()}`,
        )
      case 'cut':
        return this.#cut(own, file, state)
      case 'undo':
        return this.#undo(own, seen)
      case 'create':
        return [...own, ...this.#create()]
      case 'rename':
        return this.#rename(own, file, state)
      case 'remove':
        return this.#remove(own, file, state)
    }
  }

  /** Features meet: most edits go to the first lines of a file. */
  #line(state: FileState): number {
    const lines = (state.cells.length - 1) / 2
    return 2 * this.#random.below(this.#random.chance(0.3) ? Math.min(8, lines) : lines) + 1
  }

  #put(own: Step[], file: string, state: FileState, cell: number, to: string): Step[] {
    const from = state.cells[cell] ?? ''
    const before = own.find((step) => step.file === file && step.cell === cell && step.to === from)
    const others = own.filter((step) => step !== before)
    return [...others, { file, cell, from: before?.from ?? from, to }]
  }

  #cut(own: Step[], file: string, state: FileState): Step[] {
    const cell = this.#line(state)
    const key = `${file} ${cell}`
    if (this.#deleted.has(key) || state.cells[cell] === '') return own
    this.#deleted.add(key)
    return this.#put(own, file, state, cell, '')
  }

  #undo(own: Step[], seen: Content): Step[] {
    const step = this.#random.pick(own)
    if (step === undefined || typeof step.cell !== 'number') return own
    return seen.files.get(step.file)?.cells[step.cell] === step.to ? own.filter((each) => each !== step) : own
  }

  #rename(own: Step[], file: string, state: FileState): Step[] {
    const before = own.find((step) => step.file === file && step.cell === 'name' && step.to === state.name)
    const others = own.filter((step) => step !== before)
    return [...others, { file, cell: 'name', from: before?.from ?? state.name, to: `src/renamed-${++this.#texts}.txt` }]
  }

  /** Deletes a file that was there from the start. Deleting what somebody else's package added leaves no trace where that package is not, so what the two make
   *  together depends on their order in any merge; the walks leave it out. */
  #remove(own: Step[], file: string, state: FileState): Step[] {
    if (this.births.some((birth) => birth.id === file && !birth.original)) return own
    if (this.#deleted.has(file) || own.some((step) => step.file === file)) return own
    this.#deleted.add(file)
    return [...own, { file, cell: 'presence', from: digestFile(state), to: 'gone' }]
  }

  #create(): Step[] {
    const { id } = this.#bear(`src/added-${++this.#texts}.txt`, 12, false)
    return [{ file: id, cell: 'presence', from: 'gone', to: 'there' }]
  }

  #bear(name: string, lines: number, original: boolean): FileBirth {
    const id = `file ${this.births.length}`
    const birth = { id, name, original, first: Array.from({ length: lines }, (_, line) => `${name} line ${line} as it was`) }
    this.births.push(birth)
    return birth
  }

  #text(): string {
    return `text ${++this.#texts} that nobody else ever writes`
  }
}
