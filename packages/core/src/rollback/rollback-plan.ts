import type { Compatibility } from '../config/config.ts'
import { undoHides } from '../deployment/data-objects.ts'
import { unseenWords } from '../ledger/undo-proofs.ts'
import type { Snapshot } from '../ports/database.ts'
import type { StateRelease } from './state-release.ts'

/** What decides how a target goes back to its last verified state. */
export interface RollbackFacts {
  /** A state verified before this one. */
  predecessor: boolean
  /** Of that state: without it the application cannot go back. */
  release: StateRelease
  /** Migrations that the operation applied, newest last. */
  applied: readonly AppliedFacts[]
  /** Migrations of the version before that the operation undid, and that must be applied again; `undo` says whether the way back and forth was proved. */
  undone: readonly Pick<AppliedFacts, 'package' | 'migration' | 'undo'>[]
  /** Objects the undo would drop and into which data came since the deployment, or nobody can tell. */
  laterData: readonly string[]
  /** Files without transaction of which only some statements ran: no plan knows what they did. */
  unfinished?: readonly string[]
  /** A copy of the database from right before what goes, where it may be brought back. */
  snapshot?: Snapshot
  /** What came later, stays, and touches what the undo would take away: one phrase each. */
  standing?: readonly string[]
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
  undo: 'proved' | 'unproved-on-rows' | 'missing' | 'untried' | 'differs' | 'failed' | 'unknown'
  /** With `unproved-on-rows`: where the copy held none of the values that the undo has to bring back. */
  noRows?: readonly string[]
  /** It took values away from what was there before: the copy from before has them for certain. */
  takes?: boolean
  /** Its undo script runs code that nobody can read from here. */
  hides?: boolean
  /** Tables and columns that its statements drop, change or write, other than those that only add: `table public.a`, `column public.a.b`; the migration itself when they are not known. */
  harms: readonly string[]
}

export type RollbackPlan =
  | { kind: 'application-only' | 'undo'; why: string }
  /** The copy takes the database's place: whatever was written since is gone. */
  | { kind: 'snapshot'; why: string; snapshot: Snapshot }
  /** `stays`: no undo script runs, and what the migrations made or changed is left behind. */
  | { kind: 'data-losing'; why: string; losses: string[]; stays: boolean }
  | { kind: 'refused'; why: string }

/** Guards first, then the gentlest plan: application only, undo (with what was undone applied again), a snapshot where there may be one and values were taken or no script leads back; losing data is never automatic, and by hand only in the end. */
export function planRollback(facts: RollbackFacts): RollbackPlan {
  const guard = guardOf(facts)
  if (guard !== undefined) return { kind: 'refused', why: guard }
  const half = halfRun(facts)
  if (half !== undefined) return fromSnapshot(facts, half) ?? { kind: 'refused', why: half }
  if (harmful(facts).length === 0 && facts.undone.length === 0) {
    const count = facts.applied.length
    return {
      kind: 'application-only',
      why: count === 0 ? 'no migration ran' : 'every migration only expands, so its structures may stay',
    }
  }
  const hindrance = hindranceOf(facts)
  if (hindrance === undefined) return withTaken(facts) ?? byUndo(facts)
  return fromSnapshot(facts, hindrance) ?? (facts.automatic ? { kind: 'refused', why: hindrance } : losing(facts, hindrance))
}

/** Values that were taken are in the copy for certain; a script makes them up, as it did on the rows of the rehearsal. */
function withTaken({ applied, snapshot }: RollbackFacts): RollbackPlan | undefined {
  if (snapshot === undefined || applied.every((each) => each.takes !== true)) return undefined
  return { kind: 'snapshot', why: `it took values away, and a copy of the database was taken ${snapshot.at}`, snapshot }
}

function byUndo({ undone }: RollbackFacts): RollbackPlan {
  const again = undone.map((each) => `${each.package}/${each.migration}`)
  const and = again.length === 0 ? '' : `, and so was applying ${again.join(', ')} of the version before again`
  return { kind: 'undo', why: `every undo script was proved on a copy of this database${and}` }
}

function fromSnapshot({ snapshot }: RollbackFacts, why: string): RollbackPlan | undefined {
  if (snapshot === undefined) return undefined
  return { kind: 'snapshot', why: `no script leads back (${why}), and a copy of the database was taken ${snapshot.at}`, snapshot }
}

function harmful({ applied }: RollbackFacts): readonly AppliedFacts[] {
  return applied.filter((each) => each.classes.some((one) => one !== 'expand'))
}

/** Why the undo scripts do not simply run. */
function hindranceOf({ applied, undone, laterData, standing = [] }: RollbackFacts): string | undefined {
  const unproved = applied.filter((each) => each.undo !== 'proved')
  const unseen = unproved.filter((each) => each.undo === 'unproved-on-rows')
  if (unseen.length > 0 && unseen.length === unproved.length) return unseen.map(notSeen).join('; ')
  if (unproved.length > 0) return `it would lose data or leave another schema: ${named(unproved, 'undo')}`
  const gone = undone.filter((each) => each.undo !== 'proved')
  if (gone.length > 0)
    return `this operation undid what the version before had run, and applying that again is not proved: ${named(gone, 'proof')}`
  if (standing.length > 0) return `what came later stands on it: ${standing.join(', ')}`
  const hiding = applied.filter((each) => each.hides === true)
  if (hiding.length > 0) return `${undoHides}: ${named(hiding, 'undo')}`
  return laterData.length === 0
    ? undefined
    : `data came since, or nobody can tell, into what the undo takes: ${wholes(laterData).join(', ')}`
}

/** The undo scripts run where every one works, at the price of what they drop or do not give back; else all stays as the migrations left it. */
function losing(facts: RollbackFacts, why: string): RollbackPlan {
  const { applied, undone, laterData, standing = [] } = facts
  const runs = standing.length === 0 && applied.every((each) => ['proved', 'differs', 'unproved-on-rows'].includes(each.undo))
  const cannotReturn = undone.some((each) => each.undo !== 'proved' && each.undo !== 'unproved-on-rows')
  if (cannotReturn || (undone.length > 0 && !runs)) return { kind: 'refused', why }
  const unsure = runs ? applied.filter((each) => each.undo === 'differs') : harmful(facts)
  const hidden = applied
    .filter((each) => runs && each.hides === true)
    .map((each) => `migration ${each.package}/${each.migration}`)
  const unseen = applied.filter((each) => runs && each.undo === 'unproved-on-rows').flatMap((each) => each.noRows ?? [])
  const losses = wholes([...(runs ? laterData : []), ...hidden, ...unseen, ...unsure.flatMap((each) => each.harms)])
  // Whoever takes back what is not proved says so of something.
  const asked = losses.length > 0 ? losses : applied.map((each) => `migration ${each.package}/${each.migration}`)
  return { kind: 'data-losing', why, losses: asked, stays: !runs }
}

function notSeen({ package: name, migration, noRows = [] }: AppliedFacts): string {
  return `${unseenWords(noRows)}: whether the undo of ${name}/${migration} brings them back is not known`
}

/** Each once and in order; a table stands for its columns. */
export function wholes(objects: readonly string[]): string[] {
  const all = new Set(objects)
  const tableOf = (object: string): string | undefined => /^column (.+)\.[^.]+$/.exec(object)?.[1]
  return [...all].filter((each) => !all.has(`table ${tableOf(each)}`)).sort()
}

function named(migrations: RollbackFacts['undone'], what: string): string {
  return migrations.map((each) => `${each.package}/${each.migration} (${what} ${each.undo})`).join(', ')
}

function forgetting(file: string): string {
  const [name = '', migration = ''] = file.split('/')
  return `delete from stagecoach.progress where package = '${name}' and migration = '${migration}'`
}

function guardOf(facts: RollbackFacts): string | undefined {
  const { predecessor, release, automatic, earlierAutomatic, ofRollback, changedByHand } = facts
  if (!predecessor) return 'there is no state that was verified before'
  if (release === 'gone') return 'the release of the state before is gone'
  if (release === 'never')
    return 'no release of the state before was ever built: the promote workflow with `release` builds that of what an environment started with, before anything else is promoted there'
  if (changedByHand !== undefined) return `the way back would meet the same: ${changedByHand}`
  if (automatic && ofRollback) return 'a rollback is not rolled back by itself'
  if (automatic && earlierAutomatic > 0) return 'this package was rolled back by itself before'
  return undefined
}

function halfRun({ unfinished = [] }: RollbackFacts): string | undefined {
  if (unfinished.length === 0) return undefined
  return `some statements of ${unfinished.join(', ')} ran outside of a transaction and stay. Either promote a version that begins with the same statements and mends the rest: it goes on behind them. Or take back by hand what ran (the table stagecoach.progress says which) and run in this database: ${unfinished.map(forgetting).join('; ')}`
}
