import { StagecoachError } from '../error.ts'
import { holdsInForce, type Act } from '../ledger/acts.ts'
import type { LedgerView } from '../ledger/history.ts'
import { newestPromotion } from '../ledger/promotions.ts'
import { lastVerified } from '../ledger/verified-states.ts'
import type { ActEntry } from '../ledger/record.ts'
import { didYouMean } from '../names/nearest-name.ts'
import type { PackageRef } from '../package/package.ts'

export interface NamedAct {
  act: ActEntry['act']
  /** `name`, and for a hold or release also `name@version`. */
  package: string
  environment?: string
}

/** The version that an act on a package is about. Without one named: a release is about what is held; everything else about what was proposed to the environment last, or is deployed there, without environment about what was proposed or deployed last anywhere, and only then about the newest build.
 *  @throws StagecoachError `package-missing`, `hold-missing`, `version-unclear` */
export function namedVersion(view: LedgerView, request: NamedAct, now: string): PackageRef {
  const { act, environment } = request
  const versioned = act === 'hold' || act === 'release'
  const [name = '', version] = versioned ? request.package.split('@') : [request.package]
  const known = versionsNamed(view, name)
  if (version !== undefined) {
    const found = known.findLast((each) => each.version === version)
    if (found !== undefined) return found
    throw packageMissing(
      `No package '${request.package}' was built.`,
      `There is ${known.map((each) => each.version).join(', ')}.`,
    )
  }
  if (act === 'release') return heldVersion(view, name, environment, known, now)
  const there = environment === undefined ? undefined : inPlay(view, environment, name)
  return there ?? lastProposed(view, name) ?? known.at(-1) ?? unreachable()
}

/** Every version that the ledger knows under a name.
 *  @throws StagecoachError `package-missing` */
export function versionsNamed(view: LedgerView, name: string): PackageRef[] {
  const known = knownVersions(view, name)
  if (known.length > 0) return known
  const names = view.of('built').map((each) => each.package.name)
  throw packageMissing(`No package '${name}' was built.`, didYouMean(name, names, 'Look for its name with `stagecoach status`.'))
}

/** Other versions of a package that environments have been offered or hold, newest word of each environment first. */
export function otherVersions(
  view: LedgerView,
  pkg: PackageRef,
  environments: readonly string[],
): { environment: string; version: string }[] {
  return environments.flatMap((environment) => {
    const found = [newestPromotion(view, environment, pkg.name)?.package, deployed(view, environment, pkg.name)]
    const versions = found.flatMap((each) => (each === undefined || each.digest === pkg.digest ? [] : [each.version]))
    return [...new Set(versions)].map((version) => ({ environment, version }))
  })
}

/** Every digest that the ledger knows, in the order in which it came to know them. */
function knownVersions(view: LedgerView, name: string): PackageRef[] {
  const held = view.of('baseline').flatMap((each) => each.packages)
  const all = [...held, ...view.of('built').map((each) => each.package)].filter((each) => each.name === name)
  return [...new Map(all.map((each) => [each.digest, each])).values()]
}

function inPlay(view: LedgerView, environment: string, name: string): PackageRef | undefined {
  return newestPromotion(view, environment, name)?.package ?? deployed(view, environment, name)
}

function deployed(view: LedgerView, environment: string, name: string): PackageRef | undefined {
  return lastVerified(view, environment)?.packages.find((each) => each.name === name)
}

function lastProposed(view: LedgerView, name: string): PackageRef | undefined {
  const said = [
    ...view.of('promotion').map((each) => ({ seq: each.seq, packages: [each.package] })),
    ...view.of('baseline'),
  ].sort((a, b) => b.seq - a.seq)
  return said.flatMap((each) => each.packages).find((each) => each.name === name)
}

function heldVersion(
  view: LedgerView,
  name: string,
  environment: string | undefined,
  known: readonly PackageRef[],
  now: string,
): PackageRef {
  const holds = holdsInForce(view, now).filter((each) => each.package === name)
  const ended = holds.filter((each) => environment === undefined || each.environment === environment)
  const held = known.filter((each) => ended.some((hold) => hold.digest === each.digest))
  const [only] = held
  if (only === undefined) throw nothingHeld(name, environment, holds)
  if (held.length === 1) return only
  throw new StagecoachError(
    'version-unclear',
    `Several versions of ${name} are held: ${held.map((each) => each.version).join(', ')}.`,
    {
      hint: `Name the one to release, such as ${name}@${only.version}.`,
    },
  )
}

function nothingHeld(name: string, environment: string | undefined, holds: readonly Act[]): StagecoachError {
  const where = environment === undefined ? '' : ` in ${environment} alone`
  const others = holds.map((each) => each.environment ?? 'every environment').join(', ')
  return new StagecoachError('hold-missing', `Nothing holds ${name}${where}.`, {
    hint:
      others === ''
        ? 'Look with `stagecoach status`.'
        : `It is held in ${others}: release it there, or without naming an environment.`,
  })
}

function packageMissing(message: string, hint: string): StagecoachError {
  return new StagecoachError('package-missing', message, { hint })
}

function unreachable(): never {
  throw new Error('A known package has a version.')
}
