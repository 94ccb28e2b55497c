import type { PushResult } from '@stagecoach/core'

/** One line of `git push --porcelain`: flag, `from:to`, summary with the reason in brackets. */
interface PushLine {
  flag: string
  ref: string
  summary: string
}

const overtaken =
  /stale info|fetch first|non-fast-forward|incorrect old value|cannot lock ref|failed to update ref|reference already exists|failed to lock|already exists/i
const guarded = /protected|GH006|GH013|rule violation|hook declined|declined/i
const workflows = /refusing to allow .* (create or update|to update) workflow|`?workflows`? (permission|scope)/i

export function parsePushLines(stdout: string): PushLine[] {
  return stdout.split('\n').flatMap((line) => {
    const [flag, refs, summary] = line.split('\t')
    if (flag === undefined || flag.length !== 1 || refs === undefined || summary === undefined) return []
    return [{ flag, ref: refs.slice(refs.lastIndexOf(':') + 1), summary }]
  })
}

/** Why a push did not go through; undefined when the server did not say. The refs that only fell with the others (`atomic`) are passed over. */
export function classifyPush(stdout: string, stderr: string): PushResult | undefined {
  const rejected = parsePushLines(stdout).filter((line) => line.flag === '!')
  const culprit = rejected.find((line) => !/atomic/i.test(line.summary)) ?? rejected[0]
  if (culprit === undefined) return undefined
  const said = remoteWords(stderr)
  // A push over HTTP that GitHub refuses names the rule in `remote:` lines and only 'declined' in the summary.
  if (workflows.test(culprit.summary + said)) return refused(culprit, said, 'workflow-files')
  if (overtaken.test(culprit.summary)) return { kind: 'stale', ref: culprit.ref }
  if (guarded.test(culprit.summary + said)) return refused(culprit, said, 'protected')
  if (/denied|permission/i.test(culprit.summary + said)) return refused(culprit, said, 'permission')
  if (/atomic/i.test(culprit.summary) && overtaken.test(said)) return { kind: 'stale', ref: culprit.ref }
  return refused(culprit, said, 'other')
}

function refused(line: PushLine, said: string, code: 'protected' | 'permission' | 'workflow-files' | 'other'): PushResult {
  return { kind: 'refused', ref: line.ref, reason: [line.summary, said].filter(Boolean).join('\n'), code }
}

function remoteWords(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.startsWith('remote:'))
  return lines
    .map((line) => line.slice('remote:'.length).trim())
    .filter(Boolean)
    .join('\n')
    .slice(0, 2000)
}
