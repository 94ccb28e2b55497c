import { expect, test } from 'vitest'
import type { Annotation } from './annotation.ts'
import { Masks } from './masks.ts'
import { StepOutput } from './step-output.ts'
import { parseWorkflowCommand } from './workflow-command.ts'

function run(lines: readonly string[]): { log: string[]; annotations: Annotation[]; failed: boolean } {
  const log: string[] = []
  const annotations: Annotation[] = []
  const sink = {
    masks: new Masks(),
    log: (line: string) => void log.push(line),
    annotate: (one: Annotation) => void annotations.push(one),
  }
  const output = new StepOutput(sink)
  for (const line of lines) output.line(line)
  return { log, annotations, failed: output.failed }
}

test.each([
  ['::debug::x', { name: 'debug', properties: {}, data: 'x' }],
  ['  ::debug::x', { name: 'debug', properties: {}, data: 'x' }],
  ['::ERROR file=a.ts,line=3::m', { name: 'error', properties: { file: 'a.ts', line: '3' }, data: 'm' }],
  ['::error title=a%2Cb%3A%25::1%0A2%0D%25', { name: 'error', properties: { title: 'a,b:%' }, data: '1\n2\r%' }],
  ['::error title=%253A::%2525', { name: 'error', properties: { title: '%3A' }, data: '%25' }],
  ['::error file=::m', { name: 'error', properties: { file: '' }, data: 'm' }],
  ['x ::debug::y', undefined],
  ['::debug', undefined],
  ['::::x', undefined],
])('reads %s', (line, expected) => {
  expect(parseWorkflowCommand(line)).toEqual(expected)
})

const logs: [string, string[], string[]][] = [
  ['plain lines as they are', ['a', 'b'], ['a', 'b']],
  ['an unknown command is text', ['::nonsense::x'], ['::nonsense::x']],
  ['groups', ['::group::g', 'x', '::endgroup::'], ['##[group]g', 'x', '##[endgroup]']],
  ['a mask hides what comes after it', ['s3cret', '::add-mask::s3cret', 'a s3cret b'], ['s3cret', 'a *** b']],
  ['a mask of several lines hides each', ['::add-mask::one%0Atwo', 'one', 'x two'], ['***', 'x ***']],
  ['a masked value inside JSON', ['::add-mask::a"b', '{"x":"a\\"b"}'], ['{"x":"***"}']],
  ['a masked value in base64', ['::add-mask::hunter2', 'aHVudGVyMg=='], ['***']],
  ['a masked value as the password of basic authorisation', ['::add-mask::hunter2hunter2', 'dXNlcjpodW50ZXIyaHVudGVyMg=='], ['dXNlcjpo***Mg==']],
  ['stopped commands are text until the token', ['::stop-commands::T1', '::error::x', '::T1::', '::debug::y'], ['::stop-commands::T1', '::error::x', '::T1::', '##[debug]y']],
  ['set-output is ignored', ['::set-output name=a::b'], ['##[warning]The `set-output` command is deprecated and ignored here. Use Environment Files.']],
] // prettier-ignore

test.each(logs)('%s', (_, lines, expected) => {
  expect(run(lines).log).toEqual(expected)
})

test('the longer of two masks wins, so no end of it is left over', () => {
  expect(run(['::add-mask::abc', '::add-mask::abcdef', 'abcdef']).log).toEqual(['***'])
})

test('annotations keep their place and are masked', () => {
  const { annotations, log } = run(['::add-mask::pw', '::warning file=a.sql,line=7,title=T::uses pw'])
  expect(annotations).toEqual([{ level: 'warning', message: 'uses ***', title: 'T', file: 'a.sql', line: 7 }])
  expect(log).toEqual(['##[warning]uses ***'])
})

test.each(['::set-env name=A::b', '::add-path::/x', '::stop-commands::', '::stop-commands::warning'])(
  '%s fails the step',
  (line) => {
    expect(run([line]).failed).toBe(true)
  },
)
