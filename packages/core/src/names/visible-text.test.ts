import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { visibleJson, visibleText } from './visible-text.ts'

const unseen = /(?![\n\t])[\p{Cc}\p{Cf}\u2028\u2029]/u

describe('visible text', () => {
  it.each([
    ['an escape', '\u001b[2J', '\ufffd[2J'],
    ['a carriage return', 'drop a\rcreate', 'drop a\ufffdcreate'],
    ['a bell', 'a\u0007', 'a\ufffd'],
    ['an eight-bit control', '\u009b2J', '\ufffd2J'],
    ['an override of direction', 'a\u202eb', 'a\ufffdb'],
    ['an isolate', 'a\u2066b\u2069', 'a\ufffdb\ufffd'],
    ['marks of direction', '\u200ea\u200fb\u061c', '\ufffda\ufffdb\ufffd'],
    ['letters without width', 'a\u200bb\u200cc\u2060d\ufeff', 'a\ufffdb\ufffdc\ufffdd\ufffd'],
    ['tags', 'a\u{e0061}', 'a\ufffd'],
    ['a separator of lines', 'a\u2028b', 'a\ufffdb'],
    ['half a letter', 'a\ud800', 'a\ufffd'],
  ])('shows %s', (_what, text, shown) => expect(visibleText(text)).toBe(shown))

  it('keeps lines, tabs and letters', () => {
    expect(visibleText('größe\r\n\t尺寸 ✓')).toBe('größe\n\t尺寸 ✓')
  })
})

describe('visible JSON', () => {
  it('says the same with letters that can be seen', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const json = visibleJson({ text, also: ['##[error]x', '\u009b\u202e\u{e0061}\u007f'] })
        expect(json).not.toMatch(unseen)
        expect(json).not.toContain('##[')
        expect(JSON.parse(json)).toEqual({ text, also: ['##[error]x', '\u009b\u202e\u{e0061}\u007f'] })
      }),
    )
  })
})
