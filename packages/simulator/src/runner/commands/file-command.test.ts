import { expect, test } from 'vitest'
import { parseEnvironment, parseKeyValues, prependPath } from './file-command.ts'

const rules: [string, string, Record<string, string>][] = [
  ['an empty file says nothing', '', {}],
  ['a simple line', 'a=b\n', { a: 'b' }],
  ['the last line needs no newline', 'a=b', { a: 'b' }],
  ['blank lines between are skipped', '\n\na=b\n\nc=d\n', { a: 'b', c: 'd' }],
  ['an empty value', 'a=\n', { a: '' }],
  ['further equals signs belong to the value', 'a=b=c\n', { a: 'b=c' }],
  ['equals before << makes a simple line', 'a=<<b\n', { a: '<<b' }],
  ['spaces are kept on both sides', 'a = b \n', { 'a ': ' b ' }],
  ['a carriage return stays in the value', 'a=b\r\nc=d\n', { a: 'b\r', c: 'd' }],
  ['a byte order mark is no part of the name', '\uFEFFa=b\n', { a: 'b' }],
  ['a heredoc', 'a<<EOF\nline 1\nline 2\nEOF\n', { a: 'line 1\nline 2' }],
  ['an empty heredoc', 'a<<EOF\nEOF\n', { a: '' }],
  ['a heredoc keeps blank lines', 'a<<EOF\n\nx\n\nEOF\n', { a: '\nx\n' }],
  ['with Windows line ends the delimiter has its return too', 'a<<EOF\r\nx\r\ny\r\nEOF\r\n', { a: 'x\r\ny\r' }],
  ['a line that only begins like the delimiter is text', 'a<<EOF\nEOF2\n EOF\nEOF\n', { a: 'EOF2\n EOF' }],
  ['assignments and markers inside are text', 'a<<EOF\nb=c\nd<<X\nEOF\n', { a: 'b=c\nd<<X' }],
  ['the delimiter may hold an equals sign', 'a<<E=F\nx\nE=F\n', { a: 'x' }],
  ['two heredocs', 'a<<X\n1\nX\nb<<Y\n2\nY\n', { a: '1', b: '2' }],
  ['the later value wins', 'a=1\na=2\n', { a: '2' }],
]

test.each(rules)('%s', (_, text, expected) => {
  expect(Object.fromEntries(parseKeyValues(text).map(({ key, value }) => [key, value]))).toEqual(expected)
})

const faults: [string, string, string][] = [
  ['a line without sign', 'just text\n', "Invalid format 'just text'"],
  ['no name', '=x\n', "Invalid format '=x'. Name must not be empty"],
  ['no name before a heredoc', '<<EOF\nx\nEOF\n', 'Name must not be empty and delimiter must not be empty'],
  ['no delimiter', 'a<<\nx\n', 'Name must not be empty and delimiter must not be empty'],
  ['a heredoc without end', 'a<<EOF\nx\n', "Matching delimiter not found 'EOF'"],
  ['a delimiter glued to the text', 'a<<EOF\nxEOF\n', "Matching delimiter not found 'EOF'"],
  ['one bad line after good ones', 'a=b\nbad\n', "Invalid format 'bad'"],
]

test.each(faults)('refuses %s', (_, text, message) => {
  expect(() => parseKeyValues(text)).toThrow(message)
})

test('NODE_OPTIONS cannot be set for later steps', () => {
  expect(() => parseEnvironment('node_options=--require x\n')).toThrow("Can't store node_options")
})

test('a folder added to the path comes first, once', () => {
  expect(prependPath(['/a'], '/b\n\n/c\n/a\n')).toEqual(['/a', '/c', '/b'])
})
