import { StagecoachError } from '@stagecoach/core'
import type { PushResult } from '@stagecoach/core'

export function ledgerUnreachable(cause: unknown): unknown {
  if (!(cause instanceof StagecoachError) || !cause.code.startsWith('remote-')) return cause
  return new StagecoachError(
    'ledger-unreachable',
    `The ledger cannot be reached, and nothing may start without it. ${cause.message}`,
    {
      ...(cause.hint === undefined ? {} : { hint: cause.hint }),
      cause,
    },
  )
}

export function refusedPush({ code, reason }: Extract<PushResult, { kind: 'refused' }>): StagecoachError {
  const hint =
    code === 'protected'
      ? 'Let the identity that runs Stagecoach bypass the rule for the branch stagecoach/ledger.'
      : 'Add `contents: write` to the job permissions (at a terminal: use a token that may push).'
  return new StagecoachError('ledger-refused', `The branch stagecoach/ledger does not take the record: ${reason}`, { hint })
}

export function contended(losses: number): StagecoachError {
  return new StagecoachError(
    'ledger-contended',
    `Others wrote to the ledger before this record again and again (${losses} times in this run).`,
    {
      hint: 'Run it again.',
    },
  )
}

export function writtenByNewer(seq: number): StagecoachError {
  return new StagecoachError(
    'ledger-format-newer',
    `Record ${seq} was written by a newer Stagecoach; this one only reads the ledger.`,
    {
      hint: 'Use the newest version of the Stagecoach actions.',
    },
  )
}
