import { describe, expect, it } from 'vitest'
import { plainLines } from './plain-lines.ts'

describe('a line of the log', () => {
  it.each([
    ['a command', '::set-output name=outcome::merged'],
    ['a command on a second line', 'table "x\n::add-mask::a" is new'],
    ['after a carriage return alone', 'table "x\r::stop-commands::t"'],
    ['after white space', '\n \t::error::forged'],
    ['in the older form', 'x ##[add-path]/tmp'],
  ])('is no command when it holds %s', (_what, text) => {
    for (const line of plainLines(text).split(/[\r\n]/)) expect(line).not.toMatch(/^\s*::|##\[/)
  })

  it.each(['db/0001_a.sql:3 public::text', 'a\nb', ''])('%j stays as it is', (text) => {
    expect(plainLines(text)).toBe(text)
  })
})
