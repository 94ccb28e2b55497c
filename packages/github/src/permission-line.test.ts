import { describe, expect, it } from 'vitest'
import { permissionLine } from './permission-line.ts'

describe('permissionLine', () => {
  it.each([
    ['POST', '/repos/o/r/pulls', 'pull-requests: write'],
    ['PUT', '/repos/o/r/pulls/3/merge', 'contents: write'],
    ['GET', '/repos/o/r/pulls/3/reviews', 'pull-requests: read'],
    ['POST', '/repos/o/r/issues/3/comments', 'pull-requests: write'],
    ['POST', '/repos/o/r/statuses/abc', 'statuses: write'],
    ['GET', '/repos/o/r/commits/abc/statuses', 'statuses: read'],
    ['GET', '/repos/o/r/commits/abc/check-runs', 'checks: read'],
    ['POST', '/repos/o/r/actions/workflows/x.yml/dispatches', 'actions: write'],
    ['GET', '/repos/o/r/actions/runs/3/attempts/1', 'actions: read'],
    ['POST', '/repos/o/r/deployments', 'deployments: write'],
    ['GET', '/graphql', 'pull-requests: read'],
    ['POST', '/graphql', 'pull-requests: write'],
    ['GET', '/repos/o/r/compare/a...b', 'contents: read'],
  ])('knows what %s %s needs', (method, path, line) => {
    expect(permissionLine(method, path, undefined)).toBe(line)
  })

  it('believes the header of the answer over its own table', () => {
    expect(permissionLine('GET', '/repos/o/r/pulls', 'pull_requests=write; contents=read')).toBe('pull-requests: write')
  })
})
