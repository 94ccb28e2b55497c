import { withPackage } from '../composition/composition.ts'
import type { GateConfig } from '../config/config.ts'
import type { LedgerView } from '../ledger/history.ts'
import { lastVerified, verifiedStates } from '../ledger/verified-states.ts'
import type { Oid, PackageRef } from '../package/package.ts'
import type { GateFacts } from './facts.ts'

/** For each environment that a gate `content` names: since when it has verified this very content (not counting what was rolled back later), and which packages differ between what it holds and what the promotion makes. */
export function contentFacts(
  view: LedgerView,
  gates: readonly GateConfig[],
  promotion: { content: Oid; package: PackageRef },
  present: readonly PackageRef[],
): GateFacts['contents'] {
  const after = withPackage(present, promotion.package)
  const names = gates.flatMap((gate) => (gate.gate === 'content' ? [gate.verifiedIn] : []))
  return Object.fromEntries(
    names.map((name) => {
      const verified = verifiedStates(view, name).findLast((each) => each.content === promotion.content)?.at
      const differs = difference(lastVerified(view, name)?.packages ?? [], after)
      return [name, verified === undefined ? { differs } : { verified, differs }]
    }),
  )
}

function difference(a: readonly PackageRef[], b: readonly PackageRef[]): string[] {
  const only = (mine: readonly PackageRef[], theirs: readonly PackageRef[]): PackageRef[] =>
    mine.filter((each) => !theirs.some((other) => other.digest === each.digest))
  return [...new Set([...only(a, b), ...only(b, a)].map((each) => each.name))].sort()
}
