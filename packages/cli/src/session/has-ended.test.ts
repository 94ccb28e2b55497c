import { expect, it } from 'vitest'
import { hasEnded } from './has-ended.ts'
import type { SessionNotes } from './session-notes.ts'

const notes: SessionNotes = { host: 'desk', namespace: 'pid:[1]', process: 7, groups: [8] }
const here = { host: 'desk', namespace: 'pid:[1]' }

it.each([
  ['its process lives', notes, here, [7], false],
  ['its process is gone', notes, here, [], true],
  ['a command that it started lives on', notes, here, [-8], false],
  ['another process has the number of that command', notes, here, [8], true],
  ['it was started on another machine', { ...notes, host: 'lap' }, here, [], false],
  ['it was started in another container', { ...notes, namespace: 'pid:[2]' }, here, [], false],
  ['it was started where processes have no namespace', { host: 'desk', process: 7, groups: [] }, { host: 'desk' }, [], true],
  ['it said so itself, wherever it was', { ...notes, host: 'lap', ended: true as const }, here, [7], true],
])('knows whether a command at a terminal has ended when %s', (_when, given, where, alive, ended) => {
  expect(hasEnded(given, where, (number) => alive.includes(number as never))).toBe(ended)
})
