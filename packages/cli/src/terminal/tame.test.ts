import fc from 'fast-check'
import { styleText } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { Tone } from './style.ts'
import { tame } from './tame.ts'

const wild = /(?![\n\t])[\p{Cc}\p{Cf}]/u
const tones: Tone[] = ['bold', 'dim', 'red', 'green', 'yellow', 'cyan']

describe('text for a terminal', () => {
  it.each(tones)('keeps our own tone %s', (tone) => {
    const text = styleText(tone, 'table\tname\n', { validateStream: false })
    expect(tame(text, true)).toBe(text)
  })

  it.each([
    ['clears the screen', '\u001b[2J', '\ufffd[2J'],
    ['hides what follows', '\u001b[8m', '\ufffd[8m'],
    ['sets the title', '\u001b]0;x\u0007', '\ufffd]0;x\ufffd'],
    ['writes over the line', 'drop table a\rcreate', 'drop table a\ufffdcreate'],
    ['speaks with eight bits', '\u009b2J', '\ufffd2J'],
    ['turns the direction', 'a\u202eb', 'a\ufffdb'],
    ['has no width', 'a\u200bb', 'a\ufffdb'],
    ['gives the runner a command', 'a\n::error::b', 'a\n: :error::b'],
  ])('loses what %s', (_what, text, shown) => {
    expect(tame(text, true)).toBe(shown)
    expect(tame(text, false)).toBe(shown)
  })

  it('keeps lines and letters', () => {
    expect(tame('größe\r\n尺寸 ✓', true)).toBe('größe\n尺寸 ✓')
  })

  it('has no colour of somebody else where we use none', () => {
    expect(tame('\u001b[31mfailed\u001b[39m', false)).toBe('\ufffd[31mfailed\ufffd[39m')
  })

  it('gives no command and steers nothing, whatever comes', () => {
    const piece = fc.oneof(
      fc.constantFrom('::error::', '\n', '\r', ' ', '##[', '\u001b[31m', '\u202e'),
      fc.string({ unit: 'binary' }),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        expect(tame(pieces.join(''), true).replaceAll('\u001b[31m', '')).not.toMatch(wild)
        const lines = tame(pieces.join(''), false).split('\n')
        for (const line of lines) expect(line).not.toMatch(/^\s*::|##\[/)
        expect(lines.join('\n')).not.toMatch(wild)
      }),
    )
  })
})
