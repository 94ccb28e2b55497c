import { judgeTip } from '../composition/judge-tip.ts'
import { readTipState } from '../foreign/read-tip-state.ts'
import type { NewEntry } from '../ledger/record.ts'
import type { Room } from '../ports/runtime.ts'
import { environmentOf, tipOf, type World } from '../world.ts'

/** A person says that a package is there although a commit from outside left it unclear. It counts for those commits alone; the next one is judged again. What is gone is not there because somebody says so. */
export async function acknowledgedPresence(
  room: Room,
  world: World,
  { environment: place = '', package: name = '', reason }: { environment?: string; package?: string; reason: string },
  person: string,
): Promise<NewEntry[]> {
  const { git } = room.host
  const environment = environmentOf(room, place)
  const tip = await git.commit(tipOf(world, environment))
  const { foreign } = await judgeTip(room, world, environment, tip, await readTipState(git, world.view, environment, tip))
  const unclear = foreign.filter(({ verdicts }) => verdicts[name] === 'unknown')
  return unclear.map(({ commit, verdicts }) => ({
    kind: 'foreign',
    key: `foreign:${environment.name}:${commit}:acknowledged:${name}`,
    environment: environment.name,
    commit,
    verdicts: { ...verdicts, [name]: 'present' },
    reason: `${person} acknowledged ${name}: ${reason}`,
  }))
}
