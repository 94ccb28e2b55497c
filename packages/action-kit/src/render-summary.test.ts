import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renderSummary } from './render-summary.ts'

describe('renderSummary', () => {
  it('shows what happened and what is next', () => {
    const text = renderSummary('Promote', {
      schema: 1,
      outcome: 'opened',
      reason: 'done',
      message: 'Opened #7.',
      environment: 'qa',
      packages: ['gift-cards'],
      pullRequest: 7,
      next: [{ workflow: 'stagecoach-gate.yml', inputs: { environment: 'qa' } }],
      advice: ['Review it.'],
    })
    expect(text).toMatchInlineSnapshot(`
      "### Promote: opened

      Opened \\#&#8203;7.

      | | |
      |---|---|
      | Environment | \`qa\` |
      | Packages | \`gift-cards\` |
      | Pull request | \`#7\` |

      **What you can do**

      - Review it.

      **Next**

      - stagecoach-gate.yml with environment = qa

      Reason: \`done\`
      "
    `)
  })

  it('lets no text from outside mention, embed or break out', () => {
    const text = renderSummary('X', {
      schema: 1,
      outcome: 'blocked',
      reason: 'a`b',
      message: '@everyone <img src=x> [link](http://evil)\n# Heading',
      packages: ['a|b'],
    })
    expect(text).not.toMatch(/@everyone|(?<!\\)<img|(?<!\\)\[link|\n# /)
    expect(text).toContain('``a`b``')
    expect(text).toContain('a\\|b')
  })

  it('has no line that somebody else wrote, whatever comes', () => {
    const piece = fc.oneof(
      fc.constantFrom('`', '|', '\n', '\r', '\n# x', '\n::error::', '\u202e', ' '),
      fc.string({ unit: 'binary' }),
    )
    const lines = (text: string): string[] =>
      renderSummary('X', { schema: 1, outcome: 'blocked', reason: text, message: text, packages: [text], advice: [text] }).split(
        '\n',
      )
    const usual = lines('x').length
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 8 }), (pieces) => {
        const text = `x${pieces.join('')}`
        expect(lines(text)).toHaveLength(usual)
        expect(lines(text).join('')).not.toMatch(/(?!\t)[\p{Cc}\p{Cf}]/u)
      }),
    )
  })
})
