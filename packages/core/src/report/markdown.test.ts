import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codeBlock, codeCell, codeSpan, escapeText, list, table } from './markdown.ts'

describe('escaped text', () => {
  it.each([
    ['a mention', '@ada and @acme/dba', '@&#8203;ada and @&#8203;acme/dba'],
    ['a mention as an entity', '&commat;ada', '\\&commat;ada'],
    ['HTML', '<img src=x onerror=y>', '\\<img src=x onerror=y\\>'],
    ['a comment that would hide the rest', '<!-- x', '\\<!-- x'],
    ['a link', '[here](https://evil.example)', '\\[here\\](https:&#8203;//evil.example)'],
    ['an address by itself', 'www.evil.example', 'www&#8203;.evil.example'],
    ['an issue', 'fixes #12 and GH-3', 'fixes \\#&#8203;12 and GH-&#8203;3'],
    ['several lines', 'a\r\n\n# b', 'a \\# b'],
    ['a table cell', 'a|b\\|c', 'a\\|b\\\\\\|c'],
    ['mathematics', '$\\color{red}$', '\\$\\\\color\\{red\\}\\$'],
    ['text that runs backwards', 'a\u202egnp.exe', 'a\ufffdgnp.exe'],
    ['a letter without width', '@\u200bada', '@\ufffdada'],
    ['an escape', 'a\u001b[8m', 'a\ufffd\\[8m'],
    ['plain words', 'It is gift-cards 1.0.0 (qa).', 'It is gift-cards 1.0.0 (qa).'],
  ])('defuses %s', (_what, text, expected) => expect(escapeText(text)).toBe(expected))

  it('is one line, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(escapeText(text)).not.toMatch(/[\r\n]/)
        expect(codeSpan(text)).not.toMatch(/[\r\n]/)
        expect(`${escapeText(text)}${codeSpan(text)}${codeCell(text)}`).not.toMatch(/(?!\t)[\p{Cc}\p{Cf}]/u)
        expect(codeBlock(text)).not.toMatch(/(?![\n\t])[\p{Cc}\p{Cf}]/u)
      }),
    )
  })
})

describe('code', () => {
  it('has a fence longer than any inside', () => {
    expect(codeSpan('a``b')).toBe('```a``b```')
    expect(codeSpan('`')).toBe('`` ` ``')
    expect(codeBlock('```\nx\n```', 'sql')).toBe('````sql\n```\nx\n```\n````')
  })

  it('in a cell cannot end it', () => {
    expect(table(['a'], [[codeCell('x | `y` </code>')]])).toBe('| a |\n|---|\n| <code>x \\| \\`y\\` \\</code\\></code> |')
  })

  it('is never broken out of', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('`', 'a', ' ', '|'), maxLength: 12 }), (text) => {
        const span = codeSpan(text)
        const fence = /^`+/.exec(span.replace(/ .*/, ''))?.[0] ?? ''
        const inside = span.slice(fence.length, -fence.length)
        expect(inside.split(/[^`]+/)).not.toContain(fence)
      }),
    )
  })
})

describe('a list', () => {
  it('says how much it leaves out', () => {
    expect(list(['a', 'b', 'c'], 2)).toBe('- a\n- b\n- and 1 more')
  })
})
