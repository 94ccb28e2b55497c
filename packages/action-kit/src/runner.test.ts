import fc from 'fast-check'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { actionsRunner, type Runner } from './runner.ts'

let written = ''
beforeEach(() => {
  written = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written += String(text)
    return true
  })
})
afterEach(() => vi.restoreAllMocks())

/** What a name may hold, and what a line of the log must not. */
const hostile = 'public.x\n::add-mask::a\r::set-output name=outcome::merged\r\n ::error::\u001b[8m##[group]\u202e\u200b'
const wild = /(?![\n\t])[\p{Cc}\p{Cf}]/u

const ways: [string, (runner: Runner, text: string) => void, RegExp][] = [
  ['info', (runner, text) => runner.info(text), /^(?!\s*::)/],
  ['warn', (runner, text) => runner.warn(text), /^::warning::/],
  ['error', (runner, text) => runner.error(text, text, { file: text }), /^::error title=[^,]*,file=[^,]*::/],
  ['debug', (runner, text) => runner.debug(text), /^::debug::/],
]

describe.each(ways)('what goes out by %s', (_way, say, own) => {
  const linesOf = (text: string): string[] => {
    written = ''
    say(actionsRunner({}), text)
    return written.replace(/\n$/, '').split('\n')
  }

  it('holds no command of somebody else', () => {
    const lines = linesOf(hostile)
    for (const line of lines) expect(line).toMatch(own)
    expect(lines.join('\n')).not.toMatch(wild)
    expect(lines.join('\n')).not.toContain('##[')
  })

  it('holds none, whatever comes', () => {
    const piece = fc.oneof(fc.constantFrom('::error::x', '\n', '\r', ' ', '%0A', ',', '##['), fc.string({ unit: 'binary' }))
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const lines = linesOf(`x${pieces.join('')}`)
        for (const line of lines) expect(line).toMatch(own)
        expect(lines.join('\n')).not.toMatch(wild)
      }),
    )
  })
})

describe('the summary', () => {
  it('shows what nobody would see', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'summary-'))
    const file = join(folder, 'summary.md')
    await writeFile(file, '')
    vi.stubEnv('GITHUB_STEP_SUMMARY', file)
    await actionsRunner({ GITHUB_STEP_SUMMARY: file }).summary('a\u001b[8mb\u202e\r\nc')
    expect(await readFile(file, 'utf8')).toBe('a\ufffd[8mb\ufffd\nc\n')
    vi.unstubAllEnvs()
    await rm(folder, { recursive: true })
  })
})
