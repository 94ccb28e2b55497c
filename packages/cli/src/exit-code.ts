import { StagecoachError } from '@stagecoach/core'
import type { Answer, CliOutcome, ExitCode } from './answer.ts'

/** 0 done or nothing to do, 1 failed, 2 bad usage or configuration, 3 blocked, pending or in conflict. */
const byOutcome: Record<CliOutcome, ExitCode> = {
  built: 0,
  released: 0,
  opened: 0,
  refreshed: 0,
  unchanged: 0,
  merged: 0,
  recorded: 0,
  deployed: 0,
  started: 0,
  swept: 0,
  planned: 0,
  shown: 0,
  written: 0,
  resolved: 0,
  adopted: 0,
  resolving: 3,
  conflict: 3,
  pending: 3,
  blocked: 3,
  failed: 1,
  // Asked to deploy, and the environment holds what it held before; the verb `rollback` says 0 itself.
  'rolled-back': 1,
}

export function exitCodeOf({ result, exitCode }: Answer): ExitCode {
  if (exitCode !== undefined) return exitCode
  if (result.outcome === 'planned' && result.reason !== 'done') return 3
  return byOutcome[result.outcome]
}

/** Codes of errors that the caller mends in the command line, the surroundings or the configuration. */
const usageCodes = new Set([
  ...[
    'usage',
    'not-a-repository',
    'remote-missing',
    'remote-permission',
    'repository-unknown',
    'api-url-invalid',
    'token-missing',
    'env-missing',
    'input-missing',
  ],
  ...['config-invalid', 'config-too-large', 'config-not-found', 'environment-unknown', 'package-missing', 'name-invalid'],
  ...[
    'lane-unknown',
    'lane-missing',
    'lane-reason-missing',
    'gate-unknown',
    'reason-missing',
    'scope-missing',
    'until-invalid',
    'duration-invalid',
    'hold-missing',
    'not-proposed',
    'version-unclear',
    'list-invalid',
    'version-lower',
    'package-twice',
  ],
  ...[
    'not-a-promotion',
    'sync-production',
    'identity-missing',
    'resolve-not-started',
    'resolve-path-unknown',
    'record-missing',
    'git-missing',
    'git-too-old',
    'git-shallow',
  ],
  ...['branch-name-invalid', 'feature-invalid', 'feature-missing', 'commit-invalid', 'commit-missing', 'version-invalid'],
  ...['state-missing', 'not-found', 'token-refused', 'database-url-invalid', 'config-key-invalid'],
])

/** Codes of errors that say what the state of an environment forbids. */
const refusalCodes = new Set(['rollback-refused', 'history-rewritten'])

export function isRefusal({ code }: StagecoachError): boolean {
  return refusalCodes.has(code)
}

export function exitCodeOfError(error: unknown): ExitCode {
  if (!(error instanceof StagecoachError)) return 1
  return usageCodes.has(error.code) ? 2 : isRefusal(error) ? 3 : 1
}
