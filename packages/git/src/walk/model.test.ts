import { expect, test } from 'vitest'
import { expectedOf, isSure, mergeCells } from './expectation.ts'
import { digestFile, resolve, textOf } from './model.ts'
import type { FileBirth, Step } from './model.ts'

const births: FileBirth[] = [
  { id: 'f', name: 'f.txt', first: ['one', 'two', 'three'], original: true },
  { id: 'n', name: 'n.txt', first: ['new'], original: false },
]
const edit = (cell: Step['cell'], from: string, to: string, file = 'f'): Step => ({ file, cell, from, to })

function textAfter(...steps: Step[]): string | undefined {
  const { files, broken } = resolve(births, steps)
  const state = files.get('f')
  return broken.has('f') ? 'broken' : state && textOf(state)
}

test('a set of changes has the same content in any order', () => {
  const steps = [edit(1, 'one', 'ONE'), edit(1, 'ONE', 'Uno'), edit(4, '', 'between'), edit(5, 'three', '')]
  expect(textAfter(...steps)).toBe('Uno\ntwo\nbetween\n')
  expect(textAfter(...steps.toReversed())).toBe('Uno\ntwo\nbetween\n')
})

test('a set in which two change the same text, or one builds on what is not there, has none', () => {
  expect(textAfter(edit(1, 'one', 'A'), edit(1, 'one', 'B'))).toBe('broken')
  expect(textAfter(edit(1, 'A', 'B'))).toBe('broken')
  expect(textAfter(edit('name', 'f.txt', 'a'), edit('name', 'f.txt', 'b'))).toBe('broken')
})

test('files come, and go in the content they were seen in', () => {
  expect(resolve(births, []).files.has('n')).toBe(false)
  expect(resolve(births, [edit('presence', 'gone', 'there', 'n')]).files.has('n')).toBe(true)
  expect(resolve(births, [edit(1, 'new', 'x', 'n')]).broken).toEqual(new Set(['n']))
  const state = resolve(births, []).files.get('f')
  const deletion = edit('presence', state === undefined ? '' : digestFile(state), 'gone')
  expect(textAfter(deletion)).toBeUndefined()
  expect(textAfter(deletion, edit(1, 'one', 'A'))).toBe('broken')
})

const long: FileBirth[] = [{ id: 'f', name: 'f', original: true, first: Array.from({ length: 12 }, (_, line) => `line ${line}`) }]
const line = (number: number, to: string): Step => edit(2 * number + 1, `line ${number}`, to)

test.each([
  ['far apart', [line(1, 'a')], [line(9, 'b')], true],
  ['next to each other', [line(1, 'a')], [line(2, 'b')], false],
  ['with one line between', [line(1, 'a')], [line(3, 'b')], false],
  ['the same line', [line(1, 'a')], [line(1, 'b')], false],
])('calls a merge of changes %s sure only when git cannot see a conflict', (_, ours, theirs, sure) => {
  const at = (steps: Step[]) => expectedOf(resolve(long, steps))
  const merged = mergeCells(at([]), at(ours), at(theirs))
  expect(isSure(merged)).toBe(sure)
  if (sure) expect(merged).toEqual(at([...ours, ...theirs]))
})
