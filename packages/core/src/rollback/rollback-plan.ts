import type { RollbackEntry } from '../ledger/record.ts'
import type { Compatibility } from '../config/config.ts'

/** What decides how a target goes back to its last verified state. */
export interface RollbackFacts {
  /** A state verified before this one. */
  predecessor: boolean
  /** The release of that state is stored, or it has none: without it the application cannot go back. */
  released: boolean
  /** Migrations that the operation applied, newest last. */
  applied: readonly AppliedFacts[]
  /** Migrations of the version before that the operation undid, and that must be applied again; `undo` says whether the way back and forth was proved. */
  undone: readonly Pick<AppliedFacts, 'package' | 'migration' | 'undo'>[]
  /** Objects the undo would drop and into which data came since the deployment. */
  laterData: readonly string[]
  /** The environment's database may be thrown away. */
  disposable: boolean
  automatic: boolean
  /** Automatic rollbacks of this digest so far, here. */
  earlierAutomatic: number
  /** What somebody changed in the database by hand: a way back would overwrite it. */
  changedByHand?: string
  /** The failed operation is itself a rollback or the repair after one. */
  ofRollback: boolean
}

export interface AppliedFacts {
  package: string
  migration: string
  classes: readonly Compatibility[]
  undo: 'proved' | 'missing' | 'differs' | 'failed' | 'unknown'
}

export type RollbackPlan = { kind: RollbackEntry['plan']; why: string } | { kind: 'refused'; why: string }

/** Guards first, then the gentlest plan: application only, undo (with what was undone applied again), else refused; losing data is never automatic. */
export function planRollback(facts: RollbackFacts): RollbackPlan {
  const guard = guardOf(facts)
  if (guard !== undefined) return { kind: 'refused', why: guard }
  const harmful = facts.applied.filter((each) => each.classes.some((one) => one !== 'expand'))
  if (harmful.length === 0 && facts.undone.length === 0) {
    const count = facts.applied.length
    return {
      kind: 'application-only',
      why: count === 0 ? 'no migration ran' : 'every migration only expands, so its structures may stay',
    }
  }
  const unproved = facts.applied.filter((each) => each.undo !== 'proved')
  if (unproved.length > 0)
    return { kind: 'refused', why: `it would lose data or leave another schema: ${named(unproved, 'undo')}` }
  const gone = facts.undone.filter((each) => each.undo !== 'proved')
  if (gone.length > 0) {
    const why = `this operation undid what the version before had run, and applying that again is not proved: ${named(gone, 'proof')}`
    return { kind: 'refused', why }
  }
  if (facts.laterData.length > 0)
    return { kind: 'refused', why: `data came since into what the undo drops: ${facts.laterData.join(', ')}` }
  const again = facts.undone.map((each) => `${each.package}/${each.migration}`)
  const and = again.length === 0 ? '' : `, and so was applying ${again.join(', ')} of the version before again`
  return { kind: 'undo', why: `every undo script was proved on a copy of this database${and}` }
}

function named(migrations: RollbackFacts['undone'], what: string): string {
  return migrations.map((each) => `${each.package}/${each.migration} (${what} ${each.undo})`).join(', ')
}

function guardOf(facts: RollbackFacts): string | undefined {
  const { predecessor, released, automatic, earlierAutomatic, ofRollback, changedByHand } = facts
  if (!predecessor) return 'there is no state that was verified before'
  if (!released) return 'the release of the state before is gone'
  if (changedByHand !== undefined) return `the way back would meet the same: ${changedByHand}`
  if (automatic && ofRollback) return 'a rollback is not rolled back by itself'
  if (automatic && earlierAutomatic > 0) return 'this package was rolled back by itself before'
  return undefined
}
