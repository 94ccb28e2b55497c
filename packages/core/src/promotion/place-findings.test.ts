import { describe, expect, it } from 'vitest'
import { placeOf } from '../gate/facts.ts'
import { analysisOf, packageRef, storedPackage, type StatementSketch } from '../testing/packages.ts'
import type { JudgedObjects } from '../ports/database.ts'
import { placeFindings } from './place-findings.ts'

const ref = packageRef('look')
const plan = { apply: [{ package: 'look', migration: '0001_a' }] }

function found(statement: StatementSketch, objects: Partial<JudgedObjects> = {}): string[] {
  const analysis = analysisOf(ref, { '0001_a': { statements: [statement] } })
  const desired = [{ pkg: storedPackage(ref, ['0001_a']), analysis }]
  const placed = placeFindings(plan, desired, { changes: [], reaching: [], ...objects })
  return placed.map((each) => `${placeOf(each)} ${each.finding.compatibility}`)
}

describe('findings of a promotion', () => {
  const reads: StatementSketch = { findings: ['expand'], objects: [['read', 'table', 'public.v']] }

  it('says of each statement that will run what rules found', () => {
    expect(found(reads)).toEqual(['look/0001_a:1 expand'])
  })

  it('asks about a statement that reads what runs code', () => {
    expect(found(reads, { reaching: ['public.v'] })).toEqual(['look/0001_a:1 expand', 'look/0001_a:1 unknown'])
    expect(found(reads, { reaching: ['public.w'] })).toEqual(['look/0001_a:1 expand'])
  })

  it('asks once about a statement of which nothing is known anyway', () => {
    expect(found({ ...reads, findings: ['unknown'] }, { reaching: ['public.v'] })).toEqual(['look/0001_a:1 unknown'])
  })

  it('says what becomes of programmable objects, by file and line', () => {
    const finding = { rule: 'drop-view', compatibility: 'contract', lock: 'brief', message: 'v is gone.' } as const
    const about = { kind: 'view', name: 'public.v', path: 'db/objects/v.sql', line: 2, title: 'DROP VIEW' } as const
    const changes = [{ ...about, change: 'dropped' as const, findings: [finding] }]
    expect(found({}, { changes })).toEqual(['db/objects/v.sql:2 contract'])
  })
})
