import { expect, test } from 'vitest'
import { buildProgram } from './program.ts'
import { speak } from './testing/workbench.ts'

interface Parsed {
  verb: string
  values: readonly unknown[]
  options: Record<string, unknown>
}

async function parse(line: string): Promise<Parsed> {
  let parsed: Parsed | undefined
  const sink = { write: (): void => undefined, isTerminal: false }
  const program = buildProgram(
    (verb, values, command) => {
      parsed = { verb: verb.name, values, options: command.optsWithGlobals() }
      return Promise.resolve()
    },
    { stdout: sink, stderr: sink },
  )
  await program.parseAsync(line.split(' '), { from: 'user' })
  if (parsed === undefined) throw new Error('no verb ran')
  return parsed
}

test.each([
  ['status --json', 'status', [], { json: true }, 'global options after the verb'],
  ['--json status', 'status', [], { json: true }, 'and before it'],
  ['promote qa', 'promote', ['qa', []], {}, 'no package: whatever waits'],
  ['promote qa a b@1.0.0 --dry-run', 'promote', ['qa', ['a', 'b@1.0.0']], { dryRun: true }, 'several packages'],
  ['promote qa a --lane hotfix --lane-reason fire', 'promote', ['qa', ['a']], { lane: 'hotfix', laneReason: 'fire' }, 'a lane'],
  ['gate 12', 'gate', ['12', undefined], {}, 'a number'],
  ['gate qa a --repo ../x', 'gate', ['qa', 'a'], { repo: '../x' }, 'a pair, elsewhere'],
  [
    'override a --environment qa --gates freeze --gates checks --reason x',
    'override',
    ['a'],
    { gates: ['freeze', 'checks'] },
    'a repeated flag',
  ],
  ['ledger show 7', 'show', ['7'], {}, 'a verb of a group'],
  [
    'resolve 3 --ours a.txt --take f=b.txt --continue',
    'resolve',
    ['3', undefined],
    { ours: ['a.txt'], take: ['f=b.txt'], continue: true },
    'decisions',
  ],
])('reads "%s"', async (line, verb, values, options, _why) => {
  const parsed = await parse(line)
  expect(parsed.verb).toBe(verb)
  expect(parsed.values).toEqual(values)
  expect(parsed.options).toMatchObject(options)
})

test.each([
  ['--version', 0, 'says the version'],
  ['--help', 0, 'says how it is used'],
  ['promote --help', 0, 'of one verb, too'],
  ['', 2, 'no verb at all'],
  ['promte qa', 2, 'a misspelt verb'],
  ['promote', 2, 'an argument is missing'],
  ['gate 1 2 3', 2, 'an argument too many'],
  ['stop', 2, 'a reason is missing'],
  ['status --colour', 2, 'an unknown flag'],
  ['ledger log --limit many', 2, 'not a number'],
  ['init --engine oracle', 2, 'not one of the choices'],
  ['status --dry-run', 2, 'nothing to leave out'],
  ['gate qa', 2, 'an environment without package'],
  ['gate 1 loyalty', 2, 'a number and a package'],
  ['status --repo /', 2, 'not a repository'],
  ['adopt', 2, 'a verb of a later version is not there'],
])('"stagecoach %s" ends with %i: %s', async (line, code) => {
  const spoken = await speak(
    line.split(' ').filter((word) => word !== ''),
    '/',
    { PATH: process.env['PATH'] },
  )
  expect(spoken.code).toBe(code)
  if (code !== 0) expect(spoken.stderr).not.toMatch(/\n\s+at /)
})

test('suggests the verb that was meant', async () => {
  expect((await speak(['promte', 'qa'], '/', {})).stderr).toContain('Did you mean promote?')
})

test('prints one document on stdout when the usage was wrong, and the words on stderr', async () => {
  const { code, stdout, stderr } = await speak(['gate', '--json'], '/', {})
  expect(code).toBe(2)
  expect(JSON.parse(stdout)).toMatchObject({ schema: 1, outcome: 'failed', reason: 'usage' })
  expect(stderr).toContain("missing required argument 'target'")
})

test.each([['--json'], ['ledger --json']])('prints one document for "%s", which names no verb', async (line) => {
  const { code, stdout, stderr } = await speak(line.split(' '), '/', {})
  expect(code).toBe(2)
  expect(JSON.parse(stdout)).toMatchObject({ outcome: 'failed', reason: 'usage', message: 'A verb is missing.' })
  expect(stderr).toContain('Usage: stagecoach')
})

test('shows a stack only with --debug', async () => {
  const plain = await speak(['status', '--repo', '/'], '/', { PATH: process.env['PATH'] })
  expect(plain.stderr).toBe(
    "error: '/' is not in a git repository.\n  → Change into a clone of the repository, or name one with --repo DIR.\n",
  )
  const debug = await speak(['status', '--repo', '/', '--debug'], '/', { PATH: process.env['PATH'] })
  expect(debug.stderr).toMatch(/\n\s+at /)
})

test.each([
  [true, {}, true, 'a terminal'],
  [true, { NO_COLOR: '1' }, false, 'NO_COLOR'],
  [true, { NO_COLOR: '' }, true, 'an empty NO_COLOR says nothing'],
  [true, { TERM: 'dumb' }, false, 'a terminal that cannot'],
  [false, {}, false, 'a pipe'],
])('colours errors: terminal %s with %o → %s (%s)', async (isTerminal, environment, coloured, _why) => {
  const { stderr } = await speak(['status'], '/', { PATH: process.env['PATH'], ...environment }, isTerminal)
  // eslint-disable-next-line no-control-regex -- the escape that begins a colour
  expect(/\u001b\[/.test(stderr)).toBe(coloured)
})

test('repeats nothing that steers a terminal or a runner', async () => {
  const said: string[] = []
  const sink = { write: (text: string): void => void said.push(text), isTerminal: false }
  const program = buildProgram(() => Promise.resolve(), { stdout: sink, stderr: sink })
  await expect(program.parseAsync(['x\n::error::y\u001b[2J'], { from: 'user' })).rejects.toThrow('unknown command')
  expect(said.join('')).toContain('x\n: :error::y\ufffd[2J')
})
