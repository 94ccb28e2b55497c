import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plainLines } from './plain-lines.ts'

describe('a line of the log', () => {
  it.each([
    ['a command', '::set-output name=outcome::merged', ': :set-output name=outcome::merged'],
    ['a command on a second line', 'table "x\n::add-mask::a" is new', 'table "x\n: :add-mask::a" is new'],
    ['a command after a carriage return', 'table "x\r::stop-commands::t"', 'table "x\ufffd::stop-commands::t"'],
    ['a command at the end of a line of two', 'a\r\n::error::b', 'a\n: :error::b'],
    ['a command after white space', '\n \t::error::forged', '\n \t: :error::forged'],
    ['a command after a space that is none', '\ufeff::error::forged', '\ufffd::error::forged'],
    ['a command with a letter without width', ':\u200b:error::forged', ':\ufffd:error::forged'],
    ['a command with more colons', ':::error::', ': ::error::'],
    ['the older form', 'x ##[add-path]/tmp', 'x ## [add-path]/tmp'],
    ['an escape', 'a\u001b[8mb', 'a\ufffd[8mb'],
  ])('is none when it holds %s', (_what, text, shown) => expect(plainLines(text)).toBe(shown))

  it.each(['db/0001_a.sql:3 public::text', 'a\nb', '\ta', ''])('%j stays as it is', (text) => {
    expect(plainLines(text)).toBe(text)
  })

  it('is no command and hides nothing, whatever comes', () => {
    const piece = fc.oneof(
      fc.constantFrom('::', ':', '\n', '\r', '\r\n', ' ', '\u0085', '\u00a0', '\u2028', '\ufeff', '##[', '#', '[', '\u001b[31m'),
      fc.constantFrom('error::x', 'add-mask::x', '\u200b', '\u202e', 'a'),
      fc.string({ unit: 'binary', maxLength: 3 }),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const shown = plainLines(pieces.join(''))
        expect(shown).not.toMatch(/(?![\n\t])[\p{Cc}\p{Cf}\u2028\u2029]/u)
        for (const line of shown.split(/[\r\n\u0085\u2028\u2029]/)) expect(line).not.toMatch(/^\s*::|##\[/)
      }),
      { numRuns: 500 },
    )
  })
})
