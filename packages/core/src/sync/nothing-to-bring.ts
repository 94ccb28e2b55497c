import type { Environment } from '../config/config.ts'
import { formatSyncBranch } from '../names/sync-branch.ts'
import { blocked, type Result } from '../outcome.ts'
import type { Room } from '../ports/runtime.ts'
import { productionOf } from './production.ts'
import type { NoSync, SyncSubject } from './sync-subject.ts'
import { leftOut } from './sync-results.ts'

/** Why there is nothing to bring, or nobody can tell what. */
export function nothingToBring(room: Room, environment: Environment, { kind }: NoSync, dryRun: boolean): Promise<Result> {
  const { name } = environment
  const production = productionOf(room.config)
  switch (kind) {
    case 'nothing-verified':
      return withdraw(
        room,
        environment,
        dryRun,
        `${production.name} has no verified state yet, so there is nothing to bring into ${name}`,
        [`Deploy it once: start the deploy workflow for ${production.name}.`],
      )
    case 'ahead':
      return withdraw(
        room,
        environment,
        dryRun,
        `${name} contains a newer state of ${production.name} than the last one that was verified there`,
      )
    default:
      return Promise.resolve(cannotTell(production, environment, kind))
  }
}

function cannotTell(
  production: Environment,
  { name, branch }: Environment,
  kind: Exclude<NoSync['kind'], 'nothing-verified' | 'ahead'>,
): Result {
  switch (kind) {
    case 'rolling-back':
      return blocked(
        'paused',
        `${production.name} goes back, and ${production.branch} does not say so yet: nothing comes down.`,
        {
          environment: name,
          advice: [`Merge and deploy the repair of ${production.branch}; the sweep brings down what there is then.`],
        },
      )
    case 'baseline-missing':
      return blocked('baseline-unknown', `${branch} and ${production.branch} have no commit in common.`, {
        environment: name,
        advice: [`Start ${branch} from ${production.branch}, or reset ${name}.`],
      })
    case 'history-rewritten':
      return blocked(
        'baseline-unknown',
        `${production.branch} no longer contains the commit that ${name} was brought up to: its history was rewritten.`,
        {
          environment: name,
          advice: [`Push the old history back, or reset ${name}: what the two have in common cannot be told.`],
        },
      )
  }
}

/** The environment has everything that could come. */
export function lacksNothing(room: Room, subject: SyncSubject, dryRun: boolean): Promise<Result> {
  const { environment, production } = subject
  return withdraw(
    room,
    environment,
    dryRun,
    `${environment.name} lacks nothing of ${production.environment} that could come`,
    leftOut(subject),
  )
}

/** An open pull request that wanted to bring it is closed: its gate could never open, and each sweep would ask for it again. */
async function withdraw(
  { host }: Room,
  { name, branch }: Environment,
  dryRun: boolean,
  why: string,
  advice: string[] = [],
): Promise<Result> {
  const open = dryRun ? undefined : await host.forge.findOpen(formatSyncBranch({ environment: name }), branch)
  if (open !== undefined) await host.forge.update(open.number, { state: 'closed' })
  return {
    schema: 1,
    outcome: 'unchanged',
    reason: 'nothing-to-do',
    message: `${why}${open === undefined ? '' : `; #${open.number} is closed`}.`,
    environment: name,
    packages: [],
    ...(advice.length === 0 ? {} : { advice }),
  }
}
