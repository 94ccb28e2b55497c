import type { MergedEffect } from '../gate/facts.ts'
import type { Digest } from '../digest.ts'
import type { LedgerView, RecordOf } from './history.ts'
import type { Effect } from './record.ts'
import { movesOf } from './rollbacks.ts'
import { bringsDigest, syncForm } from './syncs.ts'

/** The newest form of the promotion of a package into an environment. */
export function newestPromotion(view: LedgerView, environment: string, name: string): RecordOf<'promotion'> | undefined {
  return view.of('promotion', environment).findLast((each) => each.package.name === name)
}

/** Why the newest attempt to propose a package came to no pull request; undefined when something was proposed since. */
export function newestRefusal(view: LedgerView, environment: string, name: string): RecordOf<'refusal'> | undefined {
  const refusal = view.of('refusal', environment).findLast((each) => each.package.name === name)
  const proposed = newestPromotion(view, environment, name)?.seq ?? 0
  return refusal !== undefined && refusal.seq > proposed ? refusal : undefined
}

/** Every recorded form of a pull request, oldest first; of a sync as the gates see it. */
export function promotionsOf(view: LedgerView, pullRequest: number): RecordOf<'promotion'>[] {
  return proposalsOf(view).filter((each) => each.pullRequest === pullRequest)
}

/** Promotions and syncs, oldest first. */
function proposalsOf(view: LedgerView, environment?: string): RecordOf<'promotion'>[] {
  const all = [...view.of('promotion', environment), ...view.of('sync', environment).map(syncForm)]
  return all.sort((a, b) => a.seq - b.seq)
}

/** Approvals recorded for a pull request, oldest first. */
export function approvalsOf(view: LedgerView, pullRequest: number): RecordOf<'approval'>[] {
  return view.of('approval').filter((each) => each.pullRequest === pullRequest)
}

export function newestDecision(view: LedgerView, pullRequest: number): RecordOf<'decision'> | undefined {
  return view.of('decision').findLast((each) => each.pullRequest === pullRequest)
}

/** What merges brought into an environment, or took out of it, oldest first. A merge of unknown content is marked `unknown`. */
export function mergedEffects(view: LedgerView, environment: string): MergedEffect[] {
  return view.of('merged', environment).map((merge) => {
    const promotion = promotionBehind(view, merge)
    if (promotion?.effect === undefined)
      return { package: promotion?.package.name ?? 'unknown', at: merge.at, paths: [], objects: [], unknown: true }
    const { paths, objects } = promotion.effect
    return { package: promotion.package.name, at: merge.at, paths: paths.map((each) => each.path), objects, unknown: false }
  })
}

/** A repair after a rollback takes out what a promotion of the same package had brought in. */
function promotionBehind(view: LedgerView, merge: RecordOf<'merged'>): RecordOf<'promotion'> | undefined {
  const before = proposalsOf(view, merge.environment).filter((each) => each.seq < merge.seq)
  const own = before.findLast((each) => each.operation === merge.operation)
  if (own !== undefined) return own
  const rollback = view.of('rollback', merge.environment).findLast((each) => each.operation === merge.operation)
  return rollback && before.findLast((each) => movesOf(rollback).some((move) => move.package.digest === each.package.digest))
}

/** The newest effect for the environment whose rehearsal tried the undo of a migration (`package/migration`) of this digest. */
export function effectWithUndo(view: LedgerView, environment: string, digest: Digest, migration: string): Effect | undefined {
  const about = [
    ...view.of('promotion', environment).filter((each) => each.package.digest === digest),
    ...view.of('sync', environment).filter((each) => bringsDigest(each, digest)),
  ].sort((a, b) => a.seq - b.seq)
  return about.findLast((each) => each.effect?.undo[migration] !== undefined)?.effect
}
