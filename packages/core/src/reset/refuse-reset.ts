import type { Environment } from '../config/config.ts'
import { pauseBranch, type Pause } from '../ledger/pause.ts'
import type { PackageRef } from '../package/package.ts'
import type { Refusal } from '../promotion/refusal.ts'

/** What decides whether an environment may be reset to a set at all. */
export interface ResetFacts {
  environment: Environment
  /** The whole set after it. */
  packages: readonly PackageRef[]
  /** Chosen versions for which no decision was recorded here. */
  undecided: readonly PackageRef[]
  /** `release`, `resume`: the command that ends it. */
  held: readonly { package: PackageRef; reason: string; release: string }[]
  stopped?: { reason: string; resume: string }
  /** End of a freeze that is on, ISO 8601 UTC. */
  frozenUntil?: string
  /** A rollback that is under way. */
  pausedFor?: Pause
  /** An operation that is changing the environment, or waits to be finished. */
  busyWith?: string
  /** Databases that packages migrate and for which nobody says how they are made anew. */
  unprovisioned: readonly string[]
}

/** The first thing that forbids it, gravest first. Nothing was changed then. */
export function refuseReset(facts: ResetFacts): Refusal | undefined {
  return refuseByKind(facts) ?? refuseByState(facts) ?? refuseBySet(facts)
}

function refuseByKind({ environment, unprovisioned }: ResetFacts): Refusal | undefined {
  const { name, production, disposable } = environment
  if (production) return refusal('not-disposable', `${name} is production, and production is never reset.`, [])
  if (!disposable) {
    return refusal('not-disposable', `${name} is not disposable, and a reset throws its databases away.`, [
      `Write \`disposable: true\` under environments.${name} in the configuration if that is so.`,
    ])
  }
  const [database] = unprovisioned
  if (database === undefined) return undefined
  return refusal('not-disposable', `Nobody says what the database '${database}' of ${name} is made of anew.`, [
    `Write \`template:\` or \`provision:\` under environments.${name}.databases.${database} in the configuration.`,
  ])
}

function refuseByState({ environment, stopped, frozenUntil, pausedFor, busyWith }: ResetFacts): Refusal | undefined {
  const { name } = environment
  if (stopped !== undefined)
    return refusal('stopped', `The line is stopped: ${stopped.reason}.`, [`When it may go on: ${stopped.resume}`])
  if (frozenUntil !== undefined) return refusal('gates-pending', `A freeze of ${name} is on until ${frozenUntil}.`, [])
  if (pausedFor !== undefined)
    return refusal('paused', `${name} is paused for the ${pausedFor.kind} ${pausedFor.operation}.`, [
      `Merge the pull request ${pauseBranch(pausedFor, name)} first.`,
    ])
  if (busyWith === undefined) return undefined
  return refusal('lease-held', `Operation ${busyWith} of ${name} is not at its end.`, [
    `Start the deploy workflow for ${name}: it finishes it or says why not; a reset may take the place of one that failed.`,
  ])
}

function refuseBySet({ environment: { name }, packages, undecided, held }: ResetFacts): Refusal | undefined {
  const [quarantined] = held
  if (quarantined !== undefined) {
    const { package: pkg, reason, release } = quarantined
    return refusal('held', `${pkg.name} ${pkg.version} is held in ${name}: ${reason}.`, [`Leave it out, or lift it: ${release}`])
  }
  const [stranger] = undecided
  if (stranger !== undefined) {
    const message = `${name} does not hold ${stranger.name} ${stranger.version}, and a reset passes no gate.`
    return refusal('tip-undecided', message, [`Leave it out, and promote ${stranger.name} to ${name} after the reset.`])
  }
  const names = new Set(packages.map((each) => each.name))
  for (const each of packages) {
    const missing = each.requires.filter((required) => !names.has(required))
    if (missing.length === 0) continue
    return refusal('requires-missing', `${each.name} requires ${missing.join(' and ')}, which ${name} would not hold.`, [
      `Choose ${missing.join(' and ')} too, or leave ${each.name} out.`,
    ])
  }
  return undefined
}

function refusal(reason: Refusal['reason'], message: string, advice: string[]): Refusal {
  return { reason, message, advice }
}
