import { styleText } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { Tone } from './style.ts'
import { tame } from './tame.ts'

const tones: Tone[] = ['bold', 'dim', 'red', 'green', 'yellow', 'cyan']

describe('text for a terminal', () => {
  it.each(tones)('keeps our own tone %s', (tone) => {
    const text = styleText(tone, 'table\tname\n', { validateStream: false })
    expect(tame(text)).toBe(text)
  })

  it.each([
    ['clears the screen', '\u001b[2J', '\ufffd[2J'],
    ['hides what follows', '\u001b[8m', '\ufffd[8m'],
    ['sets the title', '\u001b]0;x\u0007', '\ufffd]0;x\ufffd'],
    ['writes over the line', 'drop table a\rcreate', 'drop table a\ufffdcreate'],
    ['speaks with eight bits', '\u009b2J', '\ufffd2J'],
    ['turns the direction', 'a\u202eb', 'a\ufffdb'],
  ])('loses what %s', (_what, text, shown) => {
    expect(tame(text)).toBe(shown)
  })

  it('keeps lines and letters', () => {
    expect(tame('größe\r\n尺寸 ✓')).toBe('größe\n尺寸 ✓')
  })
})
