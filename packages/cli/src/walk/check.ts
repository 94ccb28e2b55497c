import { canonicalJson, readWorld, status, workflows, type LedgerRecord, type Oid } from '@stagecoach/core'
import { names } from './feature.ts'
import { lookAtBranch, type BranchLook } from './look/branch.ts'
import { compareStructures, lookAtDatabase, type LogRow } from './look/database.ts'
import { checkAgreement } from './rules/agreement.ts'
import { checkBaseline } from './rules/baseline.ts'
import { checkHeld } from './rules/held.ts'
import { checkPresence } from './rules/presence.ts'
import { checkSettled } from './rules/settled.ts'
import { checkTransition, type Cause } from './rules/transition.ts'
import { branchOf, handSlots, stops, type Stop } from './shop.ts'
import { Violation } from './violation.ts'
import type { Walk } from './walk.ts'

/** After every run: what moved was allowed to, and nothing is where it must not be. */
export async function checkRun(walk: Walk): Promise<void> {
  const refs = await walk.world.people.refs()
  // Production first: what the others have of it is known then.
  for (const stop of stops.toReversed()) await checkBranch(walk, stop, refs.get(`refs/heads/${branchOf[stop]}`)?.oid)
  const before = walk.looks.records
  walk.looks.records = await readLedger(walk, before)
  for (const stop of stops) await checkDatabase(walk, stop, before)
}

/** After every operation, when nothing runs any more. */
export async function checkRest(walk: Walk): Promise<void> {
  await checkRun(walk)
  const shown = await walk.world.look(status)
  for (const stop of stops) checkAgreement(walk, stop, shown, undefined)
  walk.byHand.clear()
  walk.mayLose.clear()
}

/** At the end of a walk: hours pass, and everything that can go on by itself goes on. */
export async function checkEnd(walk: Walk): Promise<void> {
  const { world } = walk
  for (const stop of stops) await world.kept.query(stop, 'delete from public.trap')
  for (let sweeps = 0; sweeps < 3; sweeps++) {
    world.simulator.clock.advance('3h')
    await world.dispatch('maya', workflows.sweep, {})
    await world.settle(() => checkRun(walk))
  }
  await checkRest(walk)
  checkSettled(walk, await world.look(status))
}

/** After a force push, which follows none of the rules by which branches move: what is there now is taken as it is. */
export async function takeRewritten(walk: Walk, stop: Stop, tip: Oid): Promise<void> {
  const look = await lookAtBranch(walk.world.people, tip, walk.sources)
  const unlike = names.filter((name) => look.listed.get(name)?.number !== look.carried.get(name))
  walk.spoiled.set(stop, new Set(unlike))
  walk.looks.branches.set(stop, look)
}

async function checkBranch(walk: Walk, stop: Stop, tip: string | undefined): Promise<void> {
  const { people } = walk.world
  if (tip === undefined) throw new Violation('branch-gone', `${branchOf[stop]} is gone`)
  let before = walk.looks.branches.get(stop)
  if (before?.tip === tip) return
  const commits = before === undefined ? [] : (await people.git.log(before.tip, tip, { firstParent: true })).toReversed()
  for (const { oid, message } of commits) {
    const after = await lookAtBranch(people, oid, walk.sources)
    if (before !== undefined) {
      const cause = await causeOf(walk, stop, message)
      checkTransition(walk, stop, cause, before, after)
      // A reset begins the branch anew: what somebody dropped before is nothing that must be put back.
      if (cause.kind === 'reset') walk.rewound.delete(stop)
    }
    noteProduction(walk, stop, after)
    checkPresence(walk, stop, after)
    before = after
  }
  const look: BranchLook = before?.tip === tip ? before : await lookAtBranch(people, tip, walk.sources)
  await checkBaseline(walk, stop, look)
  walk.looks.branches.set(stop, look)
}

/** By the pull request that the commit's subject names. */
async function causeOf(walk: Walk, stop: Stop, message: string): Promise<Cause> {
  const number = /#(\d+)/.exec(message.split('\n')[0] ?? '')?.[1]
  if (number !== undefined) {
    const { body } = await walk.world.people.call('ada', 'GET', `/pulls/${number}`)
    // A pull request of the simulator.
    const branch = (body as { head: { ref: string } }).head.ref
    const [kind, environment, rest = ''] = branch.split('/')
    if (environment !== stop) throw new Violation('branch-moved', `${branchOf[stop]} moved by ${branch}`)
    if (kind === 'promote') return { kind, package: rest }
    if (kind === 'rollback' || kind === 'sync' || kind === 'reset') return { kind }
  }
  if (walk.byHand.has(stop)) return { kind: 'hand' }
  throw new Violation('branch-moved', `nobody moved ${branchOf[stop]}, and there is a commit "${message.split('\n')[0] ?? ''}"`)
}

function noteProduction(walk: Walk, stop: Stop, look: BranchLook): void {
  if (stop !== 'production') return
  for (const [name, { digest }] of look.listed) walk.onProduction.add(`${name} ${digest}`)
  for (const slot of handSlots.production) {
    const line = look.hand.get(slot)
    const history = walk.handHistory.get(slot) ?? []
    if (line !== undefined && history.at(-1) !== line) walk.handHistory.set(slot, [...history, line])
  }
}

async function checkDatabase(walk: Walk, stop: Stop, records: readonly LedgerRecord[]): Promise<void> {
  const before = walk.looks.databases.get(stop)
  const look = await lookAtDatabase(walk.world.kept, stop)
  walk.looks.databases.set(stop, look)
  const [difference] = compareStructures(look)
  if (difference !== undefined) throw new Violation('log-wrong', `in ${stop} ${difference}`)
  const fresh = newRows(before?.log ?? [], look.log).filter((row) => row.event === 'applied')
  checkHeld(stop, fresh, records, walk.looks.records)
  const lost = [...(before?.customers ?? [])].filter((row) => !look.customers.has(row))
  // A disposable environment may lose its rows in any way back.
  if (lost.length > 0 && stop !== 'integration' && !walk.mayLose.has(stop))
    throw new Violation('rows-lost', `customers' rows are gone from ${stop}, and nobody asked for it: ${lost.join(', ')}`)
}

/** What a log has that it had not before; all of it where the database was made anew. */
function newRows(before: readonly LogRow[], after: readonly LogRow[]): readonly LogRow[] {
  const grown = before.every((row, at) => canonicalJson(row) === canonicalJson(after[at] ?? {}))
  return grown ? after.slice(before.length) : after
}

/** The ledger only grows. */
async function readLedger(walk: Walk, before: readonly LedgerRecord[]): Promise<readonly LedgerRecord[]> {
  const { history } = await walk.world.look(readWorld)
  const last = before.at(-1)
  const again = history.records[before.length - 1]
  if (last !== undefined && (again === undefined || canonicalJson(last) !== canonicalJson(again)))
    throw new Violation('ledger-rewritten', `record ${last.seq} of the ledger is another one now`)
  return history.records
}
