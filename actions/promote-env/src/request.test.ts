import { describe, expect, it } from 'vitest'
import { readRelease, readRequest } from './request.ts'

const none = {
  'github-token': 't',
  'app-slug': undefined,
  config: '.github/stagecoach.yml',
  'dry-run': false,
  act: 'promote' as const,
  environment: undefined,
  package: [],
  version: undefined,
  branch: undefined,
  lane: undefined,
  'lane-reason': undefined,
  sync: false,
  'woken-by': undefined,
}

describe('readRequest', () => {
  it('puts the version to its one package', () => {
    expect(readRequest({ ...none, environment: 'qa', package: ['loyalty'], version: '1.2.0' })).toEqual({
      kind: 'promote',
      environment: 'qa',
      packages: ['loyalty@1.2.0'],
      dryRun: false,
    })
  })

  it('reads both names from a promotion branch', () => {
    expect(readRequest({ ...none, branch: 'promote/qa/loyalty' })).toMatchObject({ environment: 'qa', packages: ['loyalty'] })
  })

  it('reads a sync of one environment, of a branch, or of all', () => {
    expect(readRequest({ ...none, sync: true, environment: 'qa' })).toEqual({ kind: 'sync', environment: 'qa', dryRun: false })
    expect(readRequest({ ...none, branch: 'sync/qa' })).toEqual({ kind: 'sync', environment: 'qa', dryRun: false })
    expect(readRequest({ ...none, sync: true })).toEqual({ kind: 'sync', dryRun: false })
    expect(() => readRequest({ ...none, sync: true, package: ['loyalty'] })).toThrow('do not fit together')
  })

  it('says everything that does not fit, at once', () => {
    const wrong = { ...none, version: '1.0.0', lane: 'hotfix' }
    expect(() => readRequest(wrong)).toThrow(
      expect.objectContaining({
        problems: [
          expect.objectContaining({ message: 'input "environment" is required' }),
          expect.objectContaining({ message: 'input "version" needs exactly one package' }),
          expect.objectContaining({ message: 'input "lane-reason" is required with "lane"' }),
        ],
      }),
    )
    expect(() => readRequest({ ...none, branch: 'feature/$(id)' })).toThrow('no promotion branch')
  })
})

describe('readRelease', () => {
  it('wants an environment and nothing else', () => {
    expect(readRelease({ ...none, act: 'release', environment: 'production' })).toEqual({
      environment: 'production',
      dryRun: false,
    })
    expect(() => readRelease({ ...none, act: 'release', package: ['loyalty'], sync: true })).toThrow(
      expect.objectContaining({
        problems: [
          expect.objectContaining({ message: 'input "environment" is required with "act: release"' }),
          expect.objectContaining({ message: 'input "package" does not go with "act: release"' }),
          expect.objectContaining({ message: 'input "sync" does not go with "act: release"' }),
        ],
      }),
    )
  })
})
