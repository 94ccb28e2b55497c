import { expect, test } from 'vitest'
import { classifyPush } from './push-result.ts'

const line = (ref: string, summary: string): string => `!\tabc:${ref}\t${summary}`
const main = 'refs/heads/main'

// Each row: what git printed, who said so, and what it means.
test.each([
  ['a lease that no longer holds', line(main, '[rejected] (stale info)'), '', { kind: 'stale', ref: main }],
  ['a ref somebody made first', line(main, '[remote rejected] (reference already exists)'), '', { kind: 'stale', ref: main }],
  [
    'two pushes at the same moment: the server locks the ref for one',
    line(main, '[remote rejected] (failed to update ref)'),
    "remote: error: cannot lock ref 'refs/heads/main': is at a but expected b",
    { kind: 'stale', ref: main },
  ],
  [
    'the same moment under --atomic',
    line(main, '[remote rejected] (atomic transaction failed)'),
    "remote: error: cannot lock ref 'refs/heads/main': Unable to create 'main.lock': File exists.",
    { kind: 'stale', ref: main },
  ],
  [
    'the ref at fault, and not the one that fell with it',
    `${line('refs/heads/a', '[rejected] (atomic push failed)')}\n${line(main, '[rejected] (stale info)')}`,
    '',
    { kind: 'stale', ref: main },
  ],
  [
    'branch protection of GitHub',
    line(main, '[remote rejected] (protected branch hook declined)'),
    'remote: error: GH006: Protected branch update failed for refs/heads/main.',
    { kind: 'refused', code: 'protected' },
  ],
  [
    'a ruleset of GitHub',
    line(main, '[remote rejected] (push declined due to repository rule violations)'),
    'remote: error: GH013: Repository rule violations found for refs/heads/main.',
    { kind: 'refused', code: 'protected' },
  ],
  [
    'a workflow file pushed with GITHUB_TOKEN',
    line(
      main,
      '[remote rejected] (refusing to allow a GitHub App to create or update workflow `.github/workflows/ci.yml` without `workflows` permission)',
    ),
    '',
    { kind: 'refused', code: 'workflow-files' },
  ],
  [
    'anything else',
    line(main, '[remote rejected] (funny refname)'),
    '',
    { kind: 'refused', code: 'other', reason: '[remote rejected] (funny refname)' },
  ],
])('tells %s', (_, stdout, stderr, expected) => {
  expect(classifyPush(stdout, stderr)).toMatchObject(expected)
})

test('has no opinion when the server said nothing about refs', () => {
  expect(classifyPush('To origin\nDone\n', 'fatal: the remote end hung up')).toBeUndefined()
})
