import { describe, expect, it } from 'vitest'
import { readMergeRefusal } from './merge-answer.ts'

describe('readMergeRefusal', () => {
  it.each([
    [409, 'Head branch was modified. Review and try the merge again.', 'head-moved'],
    [405, 'Base branch was modified. Review and try the merge again.', 'base-moved'],
    [405, 'Pull Request is not mergeable', 'not-mergeable'],
    [405, 'Merge commits are not allowed on this repository.', 'method-not-allowed'],
    [405, 'Changes must be made through the merge queue', 'method-not-allowed'],
    [405, 'Required status check "stagecoach" is expected.', 'not-mergeable'],
    [405, 'At least 1 approving review is required by reviewers with write access.', 'not-mergeable'],
    [
      403,
      'refusing to allow a GitHub App to create or update workflow `.github/workflows/ci.yml` without `workflows` permission',
      'workflow-files',
    ],
    [422, 'Validation Failed', 'not-mergeable'],
  ])('reads %i "%s" as %s', (status, message, kind) => {
    expect(readMergeRefusal({ status, message, headers: {}, uncertain: false })?.kind).toBe(kind)
  })

  it('does not take a missing permission for an answer about merging', () => {
    const failure = { status: 403, message: 'Resource not accessible by integration', headers: {}, uncertain: false }
    expect(readMergeRefusal(failure)).toBeUndefined()
  })
})
