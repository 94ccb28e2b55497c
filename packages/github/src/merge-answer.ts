import type { MergeOutcome } from '@stagecoach/core'
import type { Failure } from './failure.ts'

type Refusal = Exclude<MergeOutcome, { kind: 'merged' }>

/** Texts of `PUT /pulls/{number}/merge`, in the order they are tried. The same code 405 means a conflict, a race or a rule. */
const table: readonly (readonly [status: RegExp, text: RegExp, kind: Refusal['kind']])[] = [
  // https://docs.github.com/en/rest/pulls/pulls#merge-a-pull-request: `sha` differs.
  [/^409$/, /./, 'head-moved'],
  [/^4/, /workflow/i, 'workflow-files'],
  [/^405$/, /base branch was modified/i, 'base-moved'],
  [/^405$/, /head branch was modified/i, 'head-moved'],
  [/^405$/, /(merge commits|squash merges|rebase merges) are not allowed/i, 'method-not-allowed'],
  [/^405$/, /merge queue/i, 'method-not-allowed'],
  [/^405$/, /./, 'not-mergeable'],
  [/^422$/, /./, 'not-mergeable'],
]

/** What a refused merge means; undefined when it is no answer about merging (permission, rate limit, server trouble). */
export function readMergeRefusal({ status, message }: Failure): Refusal | undefined {
  const row = table.find(([code, text]) => code.test(String(status)) && text.test(message))
  if (row === undefined) return undefined
  const kind = row[2]
  return kind === 'head-moved' || kind === 'base-moved' ? { kind } : { kind, message }
}
