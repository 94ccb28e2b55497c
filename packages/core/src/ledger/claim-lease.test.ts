import { describe, expect, it } from 'vitest'
import type { RecordOf } from './history.ts'
import { defaultConfigPath } from '../config/config-path.ts'
import { deployWorkflow } from '../init/deploy-workflow.ts'
import { rollbackWorkflow } from '../init/rollback-workflow.ts'
import { leaseLength, mayTake } from './claim-lease.ts'

const run = { id: 7, attempt: 1, url: '', workflow: 'deploy' }
const lease: RecordOf<'lease'> = {
  schema: 1,
  seq: 1,
  previous: '0'.repeat(64),
  at: '2026-11-01T00:00:00Z',
  by: { login: 'maya', run },
  key: 'lease:qa:1',
  kind: 'lease',
  action: 'acquire',
  environment: 'qa',
  operation: 'aaaaaaaaaaaaaaaa',
  fence: 1,
  expires: '2026-11-01T01:00:00Z',
}
const terminal = { ...lease, by: { login: 'maya' }, session: { id: 'hers', host: 'desk', process: 7 } }
const early = new Date('2026-11-01T00:30:00Z')
const late = new Date('2026-11-01T01:00:00Z')
const other = { id: 8, attempt: 1 }

describe('a lease', () => {
  it.each([
    ['its holder still runs', lease, early, false, other, false],
    ['its holder has ended', lease, early, true, other, true],
    ['its time is up', lease, late, false, other, true],
    ['its holder left it to the next one', { ...lease, action: 'yield' as const }, early, false, other, true],
    ['it is my own', lease, early, false, run, true],
    ['it is of an earlier attempt of my run', lease, early, false, { ...run, attempt: 2 }, false],
    ['it is of a command at a terminal', terminal, early, false, other, false],
    ['that command has ended', terminal, early, true, other, true],
    ['I am another command at a terminal', terminal, early, false, undefined, false],
  ] as const)('of the same operation when %s', (_, given, now, ended, me, may) => {
    expect(mayTake(given, 'aaaaaaaaaaaaaaaa', now, ended, { run: me, session: { id: 'mine' } })).toBe(may)
  })

  it('of the very same command at a terminal is carried on', () => {
    expect(mayTake(terminal, terminal.operation, early, false, { session: { id: 'hers' } })).toBe(true)
  })

  it('of a run is not mine because I am no run either', () => {
    expect(mayTake({ ...lease, by: { login: 'maya' } }, lease.operation, early, false, {})).toBe(false)
  })

  it('of another operation is never taken over, since that one must be finished', () => {
    expect(mayTake({ ...lease, action: 'yield' }, 'bbbbbbbbbbbbbbbb', late, true, { run: other })).toBe(false)
  })

  it('lasts longer than any job that holds one may run', () => {
    const options = {
      config: { environments: [], path: defaultConfigPath },
      actions: { repository: 'acme/stagecoach', ref: 'v1' },
      app: false,
    }
    const limits = [deployWorkflow, rollbackWorkflow].map((write) => /timeout-minutes: (\d+)/.exec(write(options))?.[1])
    expect(limits.filter((minutes) => minutes === undefined || Number(minutes) * 60_000 >= leaseLength)).toEqual([])
  })
})
