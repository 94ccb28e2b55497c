import { StagecoachError, StagecoachErrors, type Result, type Room } from '@stagecoach/core'
import { describe, expect, it } from 'vitest'
import { commonInputs, commonOutputs } from './common-inputs.ts'
import { defineAction } from './define-action.ts'
import { text } from './input.ts'
import { runAction, type Ending } from './run-action.ts'
import type { Place, Runner } from './runner.ts'

const spec = defineAction({
  id: 'sample',
  name: 'Sample',
  description: 'A sample.',
  inputs: { ...commonInputs, environment: text({ description: 'Where.', required: true }) },
  outputs: { ...commonOutputs, head: 'Commit.' },
})
const done: Result = { schema: 1, outcome: 'deployed', reason: 'done', message: 'Deployed.' }

interface Seen {
  outputs: Record<string, string>
  errors: { message: string; title: string; place?: Place | undefined }[]
  warnings: string[]
  debug: string[]
  summary: string
  failed: boolean
  closed: boolean
}

/** Runs `main` with a runner that remembers. The room is empty: these mains do not touch it. */
async function run(
  main: () => Promise<Ending<typeof spec>>,
  inputs: Record<string, string> = { environment: 'qa' },
): Promise<Seen> {
  const seen: Seen = { outputs: {}, errors: [], warnings: [], debug: [], summary: '', failed: false, closed: false }
  const runner: Runner = {
    input: (name) => inputs[name] ?? '',
    output: (name, value) => void (seen.outputs[name] = value),
    secret: () => undefined,
    info: () => undefined,
    warn: (line) => void seen.warnings.push(line),
    error: (message, title, place) => void seen.errors.push({ message, title, place }),
    debug: (line) => void seen.debug.push(line),
    isDebug: () => true,
    summary: async (markdown) => void (seen.summary += markdown),
    fail: () => void (seen.failed = true),
  }
  const folders = { temporary: '/t', workspace: '/w' }
  const close = async (): Promise<void> => void (seen.closed = true)
  await runAction(spec, main, {
    environment: {},
    runner,
    open: async () => ({ room: {} as Room, folders, branch: 'main', close }),
  })
  return seen
}

describe('runAction', () => {
  it('sets every output and closes the room', async () => {
    const seen = await run(async () => ({ result: done, outputs: { head: 'abc' } }))
    expect(seen.outputs).toEqual({ outcome: 'deployed', reason: 'done', result: JSON.stringify(done), head: 'abc' })
    expect(seen).toMatchObject({ failed: false, closed: true, errors: [] })
    expect(seen.summary).toContain('### Sample: deployed')
  })

  it('puts tables of the action below the answer', async () => {
    const seen = await run(async () => ({ result: done, summary: '| a |' }))
    expect(seen.summary).toMatch(/^### Sample: deployed\n[^]*\n\| a \|\n$/)
  })

  it('sets every output when it fails, with the code as reason, and keeps the cause for debugging', async () => {
    const cause = new Error('socket hang up')
    const seen = await run(async () => {
      throw new StagecoachError('permission-missing', 'Cannot merge.', { hint: 'Add `contents: write`.', cause })
    })
    expect(seen.outputs).toMatchObject({ outcome: 'failed', reason: 'permission-missing', head: '' })
    expect(seen.errors).toEqual([
      { message: 'Cannot merge.\nAdd `contents: write`.', title: 'permission-missing', place: undefined },
    ])
    expect(seen.debug.join()).toContain('socket hang up')
    expect(seen).toMatchObject({ failed: true, closed: true })
  })

  it('gives an error nobody foresaw a code of its own', async () => {
    const seen = await run(async () => {
      throw new TypeError('x is not a function')
    })
    expect(seen.outputs['reason']).toBe('internal-error')
  })

  it('annotates each problem at its place, and says the place for who reads the log', async () => {
    const problems = [
      { file: '.github/stagecoach.yml', line: 3, column: 5, message: 'unknown key "brnch"', hint: 'branch' },
      { file: '.github/stagecoach.yml', line: 9, message: 'no environment "qb"' },
      { file: 'db/migrations/x/0001_a.sql', message: 'is a symbolic link' },
    ]
    const seen = await run(async () => {
      throw new StagecoachErrors('config-invalid', 'The configuration is not right.', problems)
    })
    expect(seen.errors.map(({ place }) => place)).toEqual([
      { file: '.github/stagecoach.yml', line: 3, column: 5 },
      { file: '.github/stagecoach.yml', line: 9 },
      undefined,
    ])
    expect(seen.errors.map(({ message }) => message)).toEqual([
      '.github/stagecoach.yml:3:5: unknown key "brnch"\nbranch',
      '.github/stagecoach.yml:9: no environment "qb"',
      'db/migrations/x/0001_a.sql: is a symbolic link',
    ])
  })

  it('reports wrong inputs before it opens anything', async () => {
    const seen = await run(async () => ({ result: done }), { 'dry-run': 'perhaps' })
    expect(seen.errors.map(({ message }) => message.split('\n')[0])).toEqual([
      'input "dry-run" is "perhaps"',
      'input "environment" is required',
    ])
    expect(seen.closed).toBe(false)
  })

  it('warns about a blocked promotion without failing, so that workflows can branch', async () => {
    const seen = await run(async () => ({ result: { ...done, outcome: 'blocked', reason: 'held', message: 'It is held.' } }))
    expect(seen.warnings).toEqual(['It is held.'])
    expect(seen.failed).toBe(false)
  })

  it('fails when the use case says so', async () => {
    const seen = await run(async () => ({ result: { ...done, outcome: 'failed', reason: 'drift', message: 'Drift.' } }))
    expect(seen.failed).toBe(true)
    expect(seen.errors[0]?.message).toBe('Drift.')
  })
})
