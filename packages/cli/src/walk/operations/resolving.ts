import type { Conflict, Git } from '@stagecoach/core'
import { openConflict } from '../../resolve/conflict-work.ts'
import { takeSide, type Decision } from '../../resolve/decision.ts'
import { pushResolution } from '../../resolve/push-resolution.ts'
import { changedLines, sharedPath, sharedText } from '../shop.ts'
import { openPulls } from './promoting.ts'
import { choose, settle, told, type Operation } from './operation.ts'

const grace = { name: 'grace', email: 'grace@users.noreply.github.com' }

/** A person decides the conflicts of a draft as `stagecoach resolve` has it done: of the shared file both sides' lines stay, of any other what comes. */
export const resolve: Operation = async (walk, step) => {
  const drafts = (await openPulls(walk)).filter(({ draft, head }) => draft && /^(promote|sync)\//.test(head.ref))
  const pull = choose(drafts, step.a)
  if (pull === undefined) return undefined
  const paths = await walk.world.look(async (room) => {
    const work = await openConflict(room, { pullRequest: pull.number })
    const { conflicts, refused } = work.merged
    if (conflicts.length === 0 || refused !== undefined) return undefined
    const decisions = new Map<string, Decision>()
    for (const conflict of conflicts) decisions.set(conflict.path, await decide(room.host.git, conflict))
    await pushResolution(room, work, decisions, grace)
    return [...decisions.keys()]
  })
  if (paths === undefined) return undefined
  return told(`grace resolves ${paths.join(', ')} of ${pull.head.ref}`, await settle(walk, step))
}

async function decide(git: Pick<Git, 'readBlob'>, conflict: Conflict): Promise<Decision> {
  if (conflict.path !== sharedPath) return takeSide(git, conflict, 'theirs')
  const read = async (side: Conflict['base']): Promise<Map<number, string>> =>
    side === undefined ? new Map() : changedLines(Buffer.from(await git.readBlob(side.oid)).toString('utf8'))
  const [base, ours, theirs] = [await read(conflict.base), await read(conflict.ours), await read(conflict.theirs)]
  for (const slot of new Set([...base.keys(), ...theirs.keys()])) {
    const line = theirs.get(slot)
    if (line === base.get(slot)) continue
    if (line === undefined) ours.delete(slot)
    else ours.set(slot, line)
  }
  return { kind: 'file', mode: '100644', bytes: Buffer.from(sharedText(ours)) }
}
