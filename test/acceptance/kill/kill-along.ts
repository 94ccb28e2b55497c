import { execFileSync } from 'node:child_process'
import type { FaultContext } from '@stagecoach/simulator'
import { databaseWrite, describePoint, nameOf, pushedRefs, requestWrite, type KillPoint, type Write } from './kill-points.ts'
import type { World } from './world.ts'

/**
 * Kills run after run just after a write whose like has not killed one yet. What a write is told by is what it says, without the
 * numbers and hashes in which attempts differ: of a push to the ledger its records, of a commit what it concludes. `revive`
 * is given each run that was killed and lets the world go on.
 */
export async function killAlong(
  world: World,
  wanted: (point: KillPoint) => boolean,
  work: () => Promise<void>,
  revive: (runId: number, nth: number) => Promise<void>,
): Promise<KillPoint[]> {
  const points: KillPoint[] = []
  const done = new Set<string>()
  const seen = new Map<number, Map<string, number>>()
  const killed = new Set<number>()
  const due = (runId: number | undefined, write: Write, says: string): boolean => {
    if (runId === undefined || killed.has(runId)) return false
    const what = `${write.what} ${says}`.replace(/[0-9a-f]{7,}|\d+/g, '#').trim()
    const told = { ...write, workflow: write.workflow.replace(/ \d+$/, ''), what }
    const mine = seen.get(runId) ?? new Map<string, number>()
    const nth = (mine.get(nameOf(told)) ?? 0) + 1
    seen.set(runId, mine.set(nameOf(told), nth))
    const point: KillPoint = { ...told, nth, when: 'after' }
    if (done.has(describePoint(point)) || !wanted(point)) return false
    done.add(describePoint(point))
    points.push(point)
    killed.add(runId)
    return true
  }
  world.simulator.faults.add({
    on: 'write',
    when: 'after',
    times: Infinity,
    match: (context) =>
      context.who.kind === 'job' && due(context.who.runId, requestWrite(world, context), sayingOf(world, context)),
    action: { do: 'kill-run' },
  })
  world.proxy.kill = () => {
    const runId = world.current()?.id
    if (runId !== undefined) world.runner.kill(runId)
  }
  world.proxy.cut = (write) => {
    const found = databaseWrite(world, write)
    return found !== undefined && due(world.current()?.id, found, /^\s*commit\b/i.test(write.sql) ? write.concludes : '')
      ? 'after'
      : undefined
  }
  try {
    await work()
    for (const runId of killed) {
      killed.delete(runId)
      seen.delete(runId)
      await revive(runId, points.length)
    }
  } finally {
    world.simulator.faults.clear()
    world.proxy.cut = undefined
  }
  return points
}

/** What a request says beside its route: its body, or the records that a push brought to the ledger. */
function sayingOf(world: World, { route, body }: FaultContext): string {
  if (route !== 'git receive-pack') return JSON.stringify(body ?? '').slice(0, 200)
  if (!pushedRefs(body).includes('refs/heads/stagecoach/ledger')) return ''
  const shown = execFileSync('git', ['-C', world.bare, 'log', '-1', '-p', '--format=', 'stagecoach/ledger', '--', 'records'])
  const added = shown
    .toString('utf8')
    .split('\n')
    .filter((line) => line.startsWith('+{'))
  return added.map((line) => (JSON.parse(line.slice(1)) as { key: string }).key).join(' ')
}
