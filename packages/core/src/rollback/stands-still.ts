import type { Environment } from '../config/config.ts'
import type { CheckResult } from '../deployment/verification.ts'
import { StagecoachError } from '../error.ts'
import type { VerifiedState } from '../ledger/verified-states.ts'

/** What stands in the way is for a person to take away: work of a hand is overwritten by nobody. Then the rollback goes on. */
export function standsStill(
  error: unknown,
  environment: Pick<Environment, 'name' | 'disposable'>,
  { commit }: Pick<VerifiedState, 'commit'>,
): unknown {
  if (!(error instanceof StagecoachError)) return error
  const ways: Record<string, string> = {
    'objects-changed-by-hand': `Give them the definition that commit ${commit.slice(0, 12)} has, or drop them`,
    'undo-failed': 'Take away in the database what the undo script met',
  }
  const way = ways[error.code]
  if (way === undefined) return error
  const { name, disposable } = environment
  return new StagecoachError(error.code, `The rollback of ${name} stands still. ${error.message}`, {
    hint: `${way}, and start the deploy workflow for ${name}: the rollback goes on where it stopped.${orReset({ name, disposable })}`,
    cause: error,
    details: { ...error.details },
  })
}

/** The application is the one from before, and so are the databases but for what the plan let `stayed` there: `loyalty/0001_points`. */
export function stillFailing(
  environment: Pick<Environment, 'name' | 'disposable'>,
  checks: readonly CheckResult[],
  stayed: readonly string[],
): StagecoachError {
  const { name } = environment
  const failed = checks.filter((check) => !check.passed)
  const names = failed.map((check) => `${check.name} (${check.detail})`).join('; ')
  const cause =
    stayed.length === 0 ? '' : ` What ${stayed.join(', ')} made in its database stayed there, as planned, and may be the cause.`
  const byHand =
    stayed.length === 0
      ? 'Mend what the check meets, or the check itself'
      : 'Mend what the check meets, or the check itself, or take away by hand what stayed (a repaired version then makes it in a migration file of another name)'
  return new StagecoachError(
    'restored-but-failing',
    `${name} was brought back, but its shakedown still fails: ${names}.${cause}`,
    {
      hint: `${byHand}. Then start the deploy workflow for ${name}: the rollback goes on with the shakedown.${orReset(environment)}`,
    },
  )
}

/** Of a rollback that has not brought the targets back yet. */
export function orReset({ name, disposable }: Pick<Environment, 'name' | 'disposable'>): string {
  return disposable ? ` Or reset ${name} (\`stagecoach reset ${name}\`): that takes the place of the rollback.` : ''
}
