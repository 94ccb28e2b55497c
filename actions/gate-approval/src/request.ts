import type { InputsOf } from '@stagecoach/action-kit'
import {
  durationPattern,
  parseDuration,
  parseOperationBranch,
  parsePromotionBranch,
  parseSyncBranch,
  StagecoachErrors,
  type ActRequest,
  type GateRequest,
} from '@stagecoach/core'
import type { spec } from './spec.ts'

export type Request =
  | { kind: 'act'; act: ActRequest }
  | { kind: 'evaluate'; gate: GateRequest }
  | { kind: 'sweep' }
  | { kind: 'wake'; branch?: string; pullRequest?: number }
  /** An event came from a branch that is none of ours. */
  | { kind: 'other-branch'; branch: string }

type Inputs = InputsOf<typeof spec>

/** What the inputs ask for together; `now` is what a duration in `until` counts from. Errors: `input-invalid`. */
export function readRequest(inputs: Inputs, now: Date): Request {
  if (inputs.act === 'wake') return readWake(inputs)
  if (inputs.act !== 'evaluate') return { kind: 'act', act: readAct(inputs, inputs.act, now) }
  const dryRun = inputs['dry-run']
  const { environment, branch } = inputs
  if (branch !== undefined) {
    const promotion = parsePromotionBranch(branch)
    if (promotion !== undefined) return { kind: 'evaluate', gate: { ...promotion, dryRun } }
    const other = parseOperationBranch(branch) ?? parseSyncBranch(branch)
    return other === undefined ? { kind: 'other-branch', branch } : { kind: 'sweep' }
  }
  const pullRequest = inputs['pull-request']
  if (pullRequest !== undefined) return { kind: 'evaluate', gate: { pullRequest, dryRun } }
  if (inputs.package === undefined) return { kind: 'sweep' }
  return { kind: 'evaluate', gate: { package: inputs.package, dryRun, ...(environment === undefined ? {} : { environment }) } }
}

function readWake({ branch, 'pull-request': pullRequest }: Inputs): Request {
  return { kind: 'wake', ...(branch === undefined ? {} : { branch }), ...(pullRequest === undefined ? {} : { pullRequest }) }
}

function readAct(inputs: Inputs, act: ActRequest['act'], now: Date): ActRequest {
  const { environment, reason, until } = inputs
  if (reason === undefined)
    throw new StagecoachErrors('input-invalid', `The act "${act}" lacks an input.`, [
      { file: 'with', message: 'input "reason" is required', hint: 'reason: <why>' },
    ])
  return {
    act,
    reason,
    dryRun: inputs['dry-run'],
    ...(environment === undefined ? {} : { environment }),
    ...(inputs.package === undefined ? {} : { package: inputs.package }),
    ...(until === undefined ? {} : { until: instantOf(until, now) }),
    ...(inputs.gates.length === 0 ? {} : { gates: inputs.gates }),
  }
}

/** A duration becomes an instant; an instant is checked by the use case. */
function instantOf(until: string, now: Date): string {
  return durationPattern.test(until) ? new Date(now.getTime() + parseDuration(until)).toISOString() : until
}
