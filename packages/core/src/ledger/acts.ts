import type { ActsInForce } from '../gate/facts.ts'
import type { PackageRef } from '../package/package.ts'
import type { LedgerView, RecordOf } from './history.ts'

export type Act = RecordOf<'act'>

/** What concerns this package in this environment at an instant (ISO 8601 UTC). */
export function actsInForce(
  view: LedgerView,
  environment: string,
  pkg: Pick<PackageRef, 'name' | 'digest'>,
  now: string,
): ActsInForce {
  const concerning = (act: Act): boolean => inScope(act, environment) && namesPackage(act, pkg)
  return {
    holds: holdsOn(view, environment, pkg, now),
    stops: stopsInForce(view, now).filter((act) => inScope(act, environment)),
    overrides: unexpired(view, 'override', now).filter(concerning),
    acknowledgements: unexpired(view, 'acknowledge', now).filter(concerning),
  }
}

/** Holds on this version, or on all versions of the package, that count in an environment. */
export function holdsOn(view: LedgerView, environment: string, pkg: Pick<PackageRef, 'name' | 'digest'>, now: string): Act[] {
  return holdsInForce(view, now).filter((act) => inScope(act, environment) && namesPackage(act, pkg))
}

/** Every quarantine that was neither released nor ran out. */
export function holdsInForce(view: LedgerView, now: string): Act[] {
  return standing(view, 'hold', 'release', now, (hold, release) => {
    const samePackage = release.digest === undefined ? release.package === hold.package : release.digest === hold.digest
    return samePackage && endsScope(hold, release)
  })
}

export function isHeld(view: LedgerView, environment: string, pkg: Pick<PackageRef, 'name' | 'digest'>, now: string): boolean {
  return actsInForce(view, environment, pkg, now).holds.length > 0
}

/** Every stop of the line that nobody resumed. */
export function stopsInForce(view: LedgerView, now: string): Act[] {
  return standing(view, 'stop', 'resume', now, endsScope)
}

function standing(
  view: LedgerView,
  begin: Act['act'],
  end: Act['act'],
  now: string,
  ends: (act: Act, by: Act) => boolean,
): Act[] {
  let open: Act[] = []
  for (const record of view.of('act')) {
    if (record.act === begin) open.push(record)
    else if (record.act === end) open = open.filter((act) => !ends(act, record))
  }
  return open.filter((act) => !isOver(act, now))
}

function unexpired(view: LedgerView, kind: Act['act'], now: string): Act[] {
  return view.of('act').filter((act) => act.act === kind && !isOver(act, now))
}

function isOver(act: Act, now: string): boolean {
  return act.until !== undefined && Date.parse(act.until) <= Date.parse(now)
}

/** An act without environment speaks of all of them. */
function inScope(act: Act, environment: string): boolean {
  return act.environment === undefined || act.environment === environment
}

/** A digest is one version; a name alone is every version. An act that names neither is about no package. */
function namesPackage(act: Act, pkg: Pick<PackageRef, 'name' | 'digest'>): boolean {
  return act.digest === undefined ? act.package === pkg.name : act.digest === pkg.digest
}

function endsScope(act: Act, by: Act): boolean {
  return by.environment === undefined || by.environment === act.environment
}
