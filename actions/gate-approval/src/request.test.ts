import { describe, expect, it } from 'vitest'
import { readRequest } from './request.ts'

const now = new Date('2026-12-24T12:00:00Z')
const none = {
  'github-token': 't',
  'app-slug': undefined,
  config: '.github/stagecoach.yml',
  'dry-run': false,
  act: 'evaluate' as const,
  environment: undefined,
  package: undefined,
  'pull-request': undefined,
  branch: undefined,
  reason: undefined,
  until: undefined,
  gates: [],
}

describe('readRequest', () => {
  it.each([
    ['nothing named: a sweep', {}, { kind: 'sweep' }],
    [
      'names',
      { environment: 'qa', package: 'loyalty' },
      { kind: 'evaluate', gate: { environment: 'qa', package: 'loyalty', dryRun: false } },
    ],
    ['a pull request', { 'pull-request': 7 }, { kind: 'evaluate', gate: { pullRequest: 7, dryRun: false } }],
    [
      'a promotion branch',
      { branch: 'promote/qa/loyalty' },
      { kind: 'evaluate', gate: { environment: 'qa', package: 'loyalty', dryRun: false } },
    ],
    ['a rollback branch', { branch: 'rollback/qa/0123456789abcdef' }, { kind: 'sweep' }],
    [
      'what a review wakes',
      { act: 'wake' as const, branch: 'promote/qa/loyalty', 'pull-request': 7 },
      { kind: 'wake', branch: 'promote/qa/loyalty', pullRequest: 7 },
    ],
    ['what a status wakes', { act: 'wake' as const }, { kind: 'wake' }],
    ['a branch of somebody else', { branch: 'feature/$(id)' }, { kind: 'other-branch', branch: 'feature/$(id)' }],
  ])('reads %s', (_, given, request) => {
    expect(readRequest({ ...none, ...given }, now)).toEqual(request)
  })

  it('makes an instant of a duration', () => {
    const request = readRequest({ ...none, act: 'hold', package: 'loyalty', reason: 'Wrong totals', until: '7d' }, now)
    expect(request).toMatchObject({ kind: 'act', act: { act: 'hold', until: '2026-12-31T12:00:00.000Z' } })
  })

  it('wants a reason for every act', () => {
    expect(() => readRequest({ ...none, act: 'stop' }, now)).toThrow('input "reason" is required')
  })
})
