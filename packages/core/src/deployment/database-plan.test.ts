import { describe, expect, it } from 'vitest'
import { analysisOf, logEntry, packageRef, storedPackage } from '../testing/packages.ts'
import { planDatabase } from './database-plan.ts'

const loyalty = packageRef('loyalty')
const cards = packageRef('gift-cards')
const desired = (ref: typeof loyalty, ids: string[], changed: Record<string, { text?: string; tokens?: string }> = {}) => ({
  pkg: storedPackage(ref, ids),
  analysis: analysisOf(ref, Object.fromEntries(ids.map((id) => [id, changed[id] ?? {}]))),
})
const never = () => false
const always = () => true

describe('the plan of a database', () => {
  it('applies what is desired and not applied, package by package in the order given', () => {
    const plan = planDatabase([], [desired(loyalty, ['0001_a', '0002_b']), desired(cards, ['0001_c'])], never)
    expect(plan.apply.map((step) => `${step.package}/${step.migration}`)).toEqual([
      'loyalty/0001_a',
      'loyalty/0002_b',
      'gift-cards/0001_c',
    ])
    expect(plan.problems).toEqual([])
  })

  it('has no high-water mark: an earlier migration that came later is applied', () => {
    const plan = planDatabase([logEntry(loyalty, '0002_b')], [desired(loyalty, ['0001_a', '0002_b'])], never)
    expect(plan.apply).toEqual([{ package: 'loyalty', migration: '0001_a' }])
  })

  it('is empty when every desired migration is applied', () => {
    const plan = planDatabase([logEntry(loyalty, '0001_a')], [desired(loyalty, ['0001_a'])], never)
    expect(plan).toEqual({ undo: [], apply: [], notices: [], problems: [] })
  })

  it('notices an edited comment and runs nothing for it', () => {
    const log = [logEntry(loyalty, '0001_a', { text: 'select 1 -- old', tokens: 'select 1' })]
    const plan = planDatabase(
      log,
      [desired(loyalty, ['0001_a'], { '0001_a': { text: 'select 1 -- new', tokens: 'select 1' } })],
      never,
    )
    expect(plan.apply).toEqual([])
    expect(plan.notices).toHaveLength(1)
  })

  it('calls a migration of a package that nobody wants drift', () => {
    const plan = planDatabase([logEntry(cards, '0001_c')], [desired(loyalty, [])], never)
    expect(plan.problems).toEqual([{ kind: 'drift', package: 'gift-cards', migration: '0001_c' }])
  })

  it('does not call left-behind structures drift', () => {
    const log = [logEntry(cards, '0001_c'), logEntry(cards, '0001_c', { seq: 2, event: 'left-behind' })]
    expect(planDatabase(log, [], never).problems).toEqual([])
  })

  it('finds the structures of a left-behind package there when it comes back', () => {
    const log = [logEntry(cards, '0001_c'), logEntry(cards, '0001_c', { seq: 2, event: 'left-behind' })]
    expect(planDatabase(log, [desired(cards, ['0001_c', '0002_d'])], never).apply).toEqual([
      { package: 'gift-cards', migration: '0002_d' },
    ])
  })

  it('lets the version before come back over what a rolled-back one left behind', () => {
    const log = [
      logEntry(cards, '0001_c'),
      logEntry(cards, '0002_d', { seq: 2 }),
      logEntry(cards, '0002_d', { seq: 3, event: 'left-behind' }),
    ]
    expect(planDatabase(log, [desired(cards, ['0001_c'])], never)).toEqual({ undo: [], apply: [], notices: [], problems: [] })
  })

  it('applies an undone migration again', () => {
    const log = [logEntry(cards, '0001_c'), logEntry(cards, '0001_c', { seq: 2, event: 'undone' })]
    expect(planDatabase(log, [desired(cards, ['0001_c'])], never).apply).toEqual([{ package: 'gift-cards', migration: '0001_c' }])
  })

  it('knows a package by the names it had formerly', () => {
    const renamed = {
      pkg: storedPackage(packageRef('cards'), ['0001_c'], { formerly: ['gift-cards'] }),
      analysis: analysisOf(cards, { '0001_c': {} }),
    }
    expect(planDatabase([logEntry(cards, '0001_c')], [renamed], never)).toMatchObject({ apply: [], problems: [] })
  })

  it.each([
    ['was edited', ['0001_a', '0002_b', '0003_c'], { '0002_b': { text: 'other' } }, 'edited'],
    ['was dropped', ['0001_a', '0003_c'], {}, 'dropped'],
  ] as const)('names the applied migration that %s when no undo is proved', (_, ids, changed, why) => {
    const log = ['0001_a', '0002_b'].map((id, seq) => logEntry(loyalty, id, { seq }))
    const plan = planDatabase(log, [desired(loyalty, [...ids], changed)], never)
    expect(plan.problems).toEqual([{ kind: 'applied-changed', package: 'loyalty', migration: '0002_b', why }])
  })

  it('takes an edited migration and all after it back, newest first, and applies them again', () => {
    const log = ['0001_a', '0002_b', '0003_c'].map((id, seq) => logEntry(loyalty, id, { seq }))
    const plan = planDatabase(log, [desired(loyalty, ['0001_a', '0002_b', '0003_c'], { '0002_b': { text: 'other' } })], always)
    expect(plan.undo.map((row) => row.migration)).toEqual(['0003_c', '0002_b'])
    expect(plan.apply.map((step) => step.migration)).toEqual(['0002_b', '0003_c'])
    expect(plan.problems).toEqual([])
  })
})
