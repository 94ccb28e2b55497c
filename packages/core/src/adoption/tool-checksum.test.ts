import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { crc32 } from './crc32.ts'
import { flywayChecksum, matches } from './tool-checksum.ts'

const bytes = (text: string): Buffer => Buffer.from(text, 'utf8')

it('knows the check value of CRC-32', () => {
  expect(crc32(bytes('123456789')).toString(16)).toBe('cbf43926')
})

it('gives flyway’s checksum whatever the line endings, signed', () => {
  const lines = ['create table a (id integer);', '', "insert into a values ('ß');"]
  const [unix, windows, old] = ['\n', '\r\n', '\r'].map((end) => flywayChecksum(lines.join(end)))
  expect(new Set([unix, windows, old, flywayChecksum(`\uFEFF${lines.join('\n')}\n`)]).size).toBe(1)
  expect(flywayChecksum('123456789')).toBe(0xcbf43926 - 2 ** 32)
  expect(flywayChecksum('1234\n56789')).toBe(flywayChecksum('123456789'))
})

it.each<[Parameters<typeof matches>[0], string, string, string, boolean | undefined]>([
  ['flyway', 'V1__a.sql', String(flywayChecksum('select 1')), 'select 1\n', true],
  ['flyway', 'V1__a.sql', String(flywayChecksum('select 1')), 'select 2\n', false],
  ['flyway', 'R__a.sql', '12', 'create view ${schema}.a as select 1', undefined],
  ['flyway', 'V1__a.sql', '12', 'create view ${schema}.a as select 1', false],
  ['prisma', '1_a', createHash('sha256').update('select 1;\r\n').digest('hex'), 'select 1;\n', true],
  ['prisma', '1_a', createHash('sha256').update('select 1;').digest('hex'), 'select 2;', false],
  ['sqitch', 'a', createHash('sha1').update('select 1;').digest('hex'), 'select 1;', true],
  ['dbmate', '1', 'anything', 'select 1;', undefined],
])('%s %s: %s', (tool, id, checksum, text, expected) => {
  expect(matches(tool, checksum, bytes(text), id)).toBe(expected)
})
