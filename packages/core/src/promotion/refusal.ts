import { isSamePackage } from '../composition/composition.ts'
import type { Environment } from '../config/config.ts'
import { mendLine } from '../foreign/explain-trouble.ts'
import type { Unclear } from '../foreign/tip-trouble.ts'
import { didYouMean } from '../names/nearest-name.ts'
import type { Reason } from '../outcome.ts'
import type { PackageRef } from '../package/package.ts'
import { pauseBranch, type Pause } from '../ledger/pause.ts'
import type { PackageTrust } from '../ledger/package-trust.ts'

/** What decides whether a package may be proposed to an environment at all; gates come later, when there is a pull request. */
export interface PromotionFacts {
  environment: Environment
  package: PackageRef
  /** The target's set. */
  present: readonly PackageRef[]
  /** Whether the target has deployed and verified what its branch holds of this package. */
  verifiedHere: boolean
  /** Names of every package that was built. */
  built: readonly string[]
  /** By direct `after` environment. */
  before: Readonly<Record<string, PackageTrust>>
  /** Gates that the lane skips. */
  laneSkips: readonly string[]
  /** `release`, `resume`: the command that ends it. */
  held?: { reason: string; until?: string; release: string }
  stopped?: { reason: string; resume: string }
  pausedFor?: Pause
  unclear: readonly Unclear[]
}

export interface Refusal {
  reason: Reason
  message: string
  advice: string[]
}

/** The first thing that forbids it, gravest first; undefined when it may be proposed. */
export function refusePromotion(facts: PromotionFacts): Refusal | undefined {
  return refuseByStop(facts) ?? refuseByHold(facts) ?? refuseByTarget(facts) ?? refuseByOrder(facts)
}

/** What forbids any change of the environment, whatever it brings. */
export function refuseChange(
  facts: Pick<PromotionFacts, 'environment' | 'stopped' | 'pausedFor' | 'unclear'>,
): Refusal | undefined {
  return refuseByStop(facts) ?? refuseByTarget(facts)
}

function refuseByStop({ stopped }: Pick<PromotionFacts, 'stopped'>): Refusal | undefined {
  if (stopped === undefined) return undefined
  return refusal('stopped', `The line is stopped: ${stopped.reason}.`, [`When it may go on: ${stopped.resume}`])
}

function refuseByHold({ held, package: pkg, environment }: PromotionFacts): Refusal | undefined {
  if (held === undefined) return undefined
  const until = held.until === undefined ? '' : ` until ${held.until}`
  return refusal('held', `${pkg.name} ${pkg.version} is held in ${environment.name}${until}: ${held.reason}.`, [
    `Build a repaired version, which is not held, or lift it: ${held.release}`,
  ])
}

function refuseByTarget({
  environment,
  pausedFor,
  unclear,
}: Pick<PromotionFacts, 'environment' | 'pausedFor' | 'unclear'>): Refusal | undefined {
  if (pausedFor !== undefined) {
    const { kind, operation } = pausedFor
    const until = kind === 'rollback' ? `the rollback ${operation} has repaired its branch` : `the reset ${operation} is deployed`
    return refusal('paused', `${environment.name} is paused until ${until}.`, [
      `Merge the pull request ${pauseBranch(pausedFor, environment.name)}.`,
    ])
  }
  const first = unclear[0]
  if (first === undefined) return undefined
  const { code, what, mend } = first
  const otherwise = `${environment.name} cannot take a change while ${first.package ?? 'its branch'} is unclear there: ${first.reason}.`
  const advice = [
    `Take the commit out with a pull request, or acknowledge what the branch holds: stagecoach ack ${first.package ?? '<package>'} --environment ${environment.name} --reason '…'`,
  ]
  return refusal(code, what ?? otherwise, mend?.map(mendLine) ?? advice)
}

function refuseByOrder(facts: PromotionFacts): Refusal | undefined {
  const { package: pkg, environment, before, laneSkips, present } = facts
  const replaced = present.filter((each) => isSamePackage(each, pkg)).map((each) => each.name)
  if (replaced.length > 1) {
    return refusal(
      'replaces-several',
      `${pkg.name} says that it was called ${replaced.filter((name) => name !== pkg.name).join(' and ')} before, so it would take the place of ${replaced.join(' and ')} in ${environment.name}.`,
      [
        'Leave under `formerly` in package.yml only the name that this package had. Packages that shall go are removed one by one.',
      ],
    )
  }
  for (const [name, trust] of Object.entries(before)) {
    if (laneSkips.includes('deployed') || (trust.kind === 'verified' && trust.until === undefined)) continue
    return refusal('not-verified-before', `${name} ${whyNotTrusted(trust)} ${pkg.name} ${pkg.version}.`, [
      `Promote it to ${name} first, or use a lane that replaces this order.`,
    ])
  }
  return refuseByRequires(facts)
}

function refuseByRequires({ package: pkg, environment, present, built }: PromotionFacts): Refusal | undefined {
  const missing = pkg.requires.filter((required) => !present.some((each) => each.name === required))
  if (missing.length === 0) return undefined
  const known = missing.filter((name) => built.includes(name))
  const unknown = missing.filter((name) => !built.includes(name))
  const others = built.filter((name) => name !== pkg.name)
  const push = `Correct \`requires\` in the package.yml of ${pkg.name} and push, or push the feature that carries it.`
  return refusal('requires-missing', `${pkg.name} requires ${missing.join(' and ')}, which ${environment.name} does not hold.`, [
    ...unknown.map((name) => `No package '${name}' was ever built. ${didYouMean(name, others, push)}`),
    ...(known.length === 0 ? [] : [`Promote ${known.join(' and ')} to ${environment.name} first.`]),
  ])
}

function whyNotTrusted(trust: PackageTrust): string {
  switch (trust.kind) {
    case 'never':
      return 'has not deployed and verified'
    case 'verified':
      return 'no longer holds'
    case 'invalidated':
      return `had a trouble since (${trust.why}: ${trust.reason}) with`
  }
}

function refusal(reason: Reason, message: string, advice: string[]): Refusal {
  return { reason, message, advice }
}
