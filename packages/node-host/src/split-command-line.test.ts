import fc from 'fast-check'
import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { splitCommandLine } from './split-command-line.ts'

describe('splitCommandLine', () => {
  it.each([
    [
      'npm ci && npm run build',
      [
        ['npm', 'ci'],
        ['npm', 'run', 'build'],
      ],
    ],
    ['./ops/deploy.sh', [['./ops/deploy.sh']]],
    [`sh -c 'echo "$HOME" | wc'`, [['sh', '-c', 'echo "$HOME" | wc']]],
    [`node -e "console.log(\\"a b\\")"`, [['node', '-e', 'console.log("a b")']]],
    [`a''b "" 'c'"d"`, [['ab', '', 'cd']]],
    ['a\\ b c\\&\\&d', [['a b', 'c&&d']]],
    ['a&&b', [['a'], ['b']]],
    ['x "a && b"', [['x', 'a && b']]],
    ['  a\tb\nc  ', [['a', 'b', 'c']]],
    ['a=b --x=1,2', [['a=b', '--x=1,2']]],
    ['echo a#b', [['echo', 'a#b']]],
  ])('splits %j', (line, words) => {
    expect(splitCommandLine(line)).toEqual(words)
  })

  it.each(['', '  ', 'a &&', '&& a', 'a && && b', "a 'b", 'a "b', 'a \\'])('refuses the broken line %j', (line) => {
    expect(() => splitCommandLine(line)).toThrow(expect.objectContaining({ code: 'command-syntax' }))
  })

  it.each(['a | b', 'a; b', 'a > b', 'a & b', 'a $(b)', 'a `b`', 'a "$HOME"', 'a $HOME', 'a *.js', 'cat ~/x', 'a || b', 'a # b'])(
    'refuses %j instead of passing a shell sign on as text',
    (line) => {
      expect(() => splitCommandLine(line)).toThrow(expect.objectContaining({ code: 'command-syntax' }))
    },
  )

  it('gives the words a shell gives, or refuses', () => {
    const piece = fc.constantFrom('a', 'b c', ' ', '"', "'", '\\', '-x', '=', '$', ';', '&', '\\"', "\\'", 'é', '!')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const line = `x ${pieces.join('')}`
        const ours = attempt(() => splitCommandLine(line))
        if (ours?.length !== 1) return
        expect(ours[0]?.slice(1)).toEqual(shellWords(line))
      }),
      { numRuns: 150 },
    )
  })
})

function attempt<T>(make: () => T): T | undefined {
  try {
    return make()
  } catch {
    return undefined
  }
}

/** What sh hands to a program called x. */
function shellWords(line: string): string[] {
  const script = `x() { for word in "$@"; do printf '%s\\0' "$word"; done; }\n${line}\n`
  const out = execFileSync('sh', ['-c', script], { encoding: 'utf8' })
  return out.split('\0').slice(0, -1)
}
