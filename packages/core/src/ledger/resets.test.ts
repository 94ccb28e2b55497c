import { describe, expect, it } from 'vitest'
import { sampleView } from '../testing/ledger-view.ts'
import { sampleOid, samplePackage } from '../testing/samples.ts'
import { leftBehindPackages } from './left-behind.ts'
import { openPause } from './pause.ts'
import { parseRecord } from './parse-record.ts'
import { pendingOperation } from './pending-operation.ts'
import type { LedgerEntry, ResetEntry } from './record.ts'
import { isDropped, openReset, resetRecord } from './resets.ts'

const [loyalty, search] = [samplePackage('loyalty'), samplePackage('search')]
const op = (letter: string): string => letter.repeat(16)
const reset = (state: ResetEntry['state'], change: Partial<ResetEntry> = {}): ResetEntry => ({
  kind: 'reset',
  operation: op('a'),
  environment: 'qa',
  state,
  tip: sampleOid('tip'),
  production: sampleOid('production'),
  chosen: [search],
  packages: [search],
  dropped: [loyalty],
  content: sampleOid('content'),
  tree: sampleOid('tree'),
  reason: '',
  ...change,
})
const verified = (operation: string, ...packages: (typeof loyalty)[]): LedgerEntry => {
  const shared = { environment: 'qa', commit: sampleOid('c'), content: sampleOid('content'), packages }
  return { kind: 'verification', operation: op(operation), passed: true, checks: [], ...shared }
}

describe('a reset in the ledger', () => {
  it.each([
    ['planned', true],
    ['proposed', true],
    ['provisioned', true],
    ['failed', true],
    ['done', false],
    ['withdrawn', false],
  ] as const)('that is %s keeps the environment paused: %s', (state, paused) => {
    const view = sampleView(reset('planned'), reset(state))
    expect(openPause(view, 'qa')).toEqual(paused ? { kind: 'reset', operation: op('a') } : undefined)
    expect(openPause(view, 'integration')).toBeUndefined()
  })

  it('takes the place of a rollback that it ends, until it is given up', () => {
    const rollback: LedgerEntry = {
      kind: 'rollback',
      operation: op('f'),
      environment: 'qa',
      of: op('e'),
      package: loyalty,
      plan: 'undo',
      state: 'intended',
      automatic: true,
      reason: '',
    }
    const paused = (...entries: LedgerEntry[]) => openPause(sampleView(rollback, ...entries), 'qa')?.kind
    const ends = { ends: op('f') }
    expect(paused()).toBe('rollback')
    expect(paused(reset('planned', ends))).toBe('reset')
    expect(paused(reset('planned', ends), reset('done', ends))).toBeUndefined()
    expect(paused(reset('planned', ends), reset('withdrawn', ends))).toBe('rollback')
  })

  it('is the newest when another took its place', () => {
    const view = sampleView(reset('failed'), reset('withdrawn'), reset('planned', { operation: op('b') }))
    expect(openReset(view, 'qa')?.operation).toBe(op('b'))
  })

  it('says what it dropped until that is verified there again', () => {
    const gone = [reset('done'), verified('a', search)]
    expect(isDropped(sampleView(...gone), 'qa', loyalty)).toBe(true)
    expect(isDropped(sampleView(...gone), 'qa', samplePackage('loyalty', { version: '2.0.0' }))).toBe(false)
    expect(isDropped(sampleView(...gone, verified('c', search, loyalty)), 'qa', loyalty)).toBe(false)
    expect(isDropped(sampleView(reset('planned')), 'qa', loyalty)).toBe(false)
  })

  it('ends the operation that failed before it, unless it is withdrawn', () => {
    const intent: LedgerEntry = {
      kind: 'intent',
      verb: 'promote',
      operation: op('f'),
      environment: 'qa',
      tip: sampleOid('tip'),
      tree: sampleOid('t'),
      content: sampleOid('content'),
      packages: [loyalty],
      plan: '0'.repeat(64),
    }
    const stuck: LedgerEntry[] = [intent, { kind: 'merged', operation: op('f'), environment: 'qa', commit: sampleOid('m') }]
    expect(pendingOperation(sampleView(...stuck), 'qa')?.intent.operation).toBe(op('f'))
    const ends = reset('planned', { ends: op('f') })
    expect(pendingOperation(sampleView(...stuck, ends), 'qa')).toBeUndefined()
    const replaced = [reset('failed', { ends: op('f') }), reset('withdrawn', { ends: op('f') })]
    const other = reset('planned', { operation: op('b'), ends: op('a') })
    expect(pendingOperation(sampleView(...stuck, ...replaced, other), 'qa')).toBeUndefined()
    const withdrawn = sampleView(...stuck, ends, reset('withdrawn', { ends: op('f') }))
    expect(pendingOperation(withdrawn, 'qa')?.intent.operation).toBe(op('f'))
  })

  it('leaves nothing behind that was left before it', () => {
    const left: LedgerEntry = {
      kind: 'rollback',
      environment: 'qa',
      operation: op('e'),
      of: op('d'),
      package: loyalty,
      plan: 'application-only',
      state: 'repaired',
      automatic: true,
      reason: 'failed',
    }
    expect(leftBehindPackages(sampleView(left), 'qa', [])).toEqual([loyalty])
    expect(leftBehindPackages(sampleView(left, reset('done')), 'qa', [])).toEqual([])
    expect(leftBehindPackages(sampleView(reset('done'), left), 'qa', [])).toEqual([loyalty])
  })

  it('reads as it was written, with everything it can say', () => {
    const proposal = { pullRequest: 7, tip: sampleOid('tip'), head: sampleOid('head'), archive: 'refs/stagecoach/archive/qa/x' }
    const entry = resetRecord(reset('proposed', { ends: op('f'), proposal }), 'provisioned', '1')
    const [record] = sampleView(entry).records
    expect(parseRecord(JSON.parse(JSON.stringify(record)), 'record 1')).toEqual(record)
    expect(entry.key).toBe(`reset:provisioned:${op('a')}:1`)
  })
})
