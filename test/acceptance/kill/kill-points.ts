import type { FaultContext, FaultMoment } from '@stagecoach/simulator'
import type { DatabaseWrite } from './database-proxy.ts'
import type { World } from './world.ts'

/** One write of the product in a clean run, named so that the same write of another run is found again. */
export interface KillPoint {
  kind: 'REST' | 'push' | 'database'
  /** `promote` … of the workflow's file, `deploy 2` for its second run. */
  workflow: string
  /** Route, refs or statement. */
  what: string
  /** The how manieth of its name, from 1. */
  nth: number
  when: FaultMoment
}

/** One that is seen, before it has a number among its like. */
export interface Write {
  kind: KillPoint['kind']
  workflow: string
  what: string
}

export function describePoint({ kind, workflow, what, nth, when }: KillPoint): string {
  return `${when} ${kind} ${what} #${nth} of ${workflow}`
}

/** Notes every write of the product from outside; each is a point twice, before and after. */
export function recordWrites(world: World): () => KillPoint[] {
  const writes: Write[] = []
  world.simulator.faults.add({
    on: 'write',
    when: 'after',
    match: ({ who }) => who.kind === 'job',
    times: Infinity,
    action: { do: 'call', call: (context) => void writes.push(requestWrite(world, context)) },
  })
  world.proxy.cut = (write) => {
    const found = databaseWrite(world, write)
    if (found !== undefined) writes.push(found)
    return undefined
  }
  return () => {
    world.simulator.faults.clear()
    world.proxy.cut = undefined
    const seen = new Map<string, number>()
    return writes.flatMap((write) => {
      const name = nameOf(write)
      const nth = (seen.get(name) ?? 0) + 1
      seen.set(name, nth)
      return (['before', 'after'] as const).map((when): KillPoint => ({ ...write, nth, when }))
    })
  }
}

/** Kills the run that is about to make, or has just made, this write. Says in the end which run that was. */
export function killAt(world: World, point: KillPoint): () => number | undefined {
  let killed: number | undefined
  let seen = 0
  const due = (write: Write): boolean => {
    if (killed !== undefined || nameOf(write) !== nameOf(point)) return false
    seen += 1
    return seen === point.nth
  }
  if (point.kind === 'database') {
    world.proxy.kill = () => {
      killed = world.current()?.id
      if (killed !== undefined) world.runner.kill(killed)
    }
    world.proxy.cut = (write) => {
      const found = databaseWrite(world, write)
      return found !== undefined && due(found) ? point.when : undefined
    }
  } else {
    world.simulator.faults.add({
      on: 'write',
      when: point.when,
      match: (context) => {
        if (context.who.kind !== 'job' || !due(requestWrite(world, context))) return false
        killed = context.who.runId
        return true
      },
      action: { do: 'kill-run' },
    })
  }
  return () => {
    world.simulator.faults.clear()
    world.proxy.cut = undefined
    return killed
  }
}

export function nameOf({ kind, workflow, what }: Write): string {
  return `${kind} ${workflow} ${what}`
}

export function requestWrite(world: World, { route, who, body }: FaultContext): Write {
  const push = route === 'git receive-pack'
  const refs = push ? pushedRefs(body).map(plainRef).join(' ') : ''
  return { kind: push ? 'push' : 'REST', workflow: workflowOf(world, who.runId), what: push ? refs : route }
}

/** Refs of a push, by the body of its fault point. */
export function pushedRefs(body: unknown): string[] {
  return (body as { refs: string[] }).refs
}

/** Tags, archived tips and branches of rollbacks and resets carry names made of times and hashes. */
function plainRef(ref: string): string {
  return ref.replace(/^refs\/(heads|tags|stagecoach)\//, '').replace(/^((rollback|reset|archive)\/[^/]+)\/.*/, '$1')
}

/** Commits, statements outside of transactions, and within them those of the shop's own tables. Bookkeeping within a transaction stands or falls with its
 *  commit; scratch copies are thrown away, whoever dies. Whole databases that a reset or a snapshot makes, swaps and drops count where it is done, and from where. */
export function databaseWrite(world: World, { database, sql, inTransaction }: DatabaseWrite): Write | undefined {
  const own = Object.values(world.databases)
  const isOwn = own.includes(database) || [database, sql].some((text) => /stagecoach_(reset|snapshot)_/.test(text))
  if (!isOwn && !own.some((name) => sql.includes(`"${name}"`))) return undefined
  if (inTransaction && !/^\s*commit\b/i.test(sql) && !/\bpublic\./.test(sql)) return undefined
  const what = sql
    .replace(/\s+/g, ' ')
    .replace(/stagecoach_scratch_\w+/g, 'scratch')
    .replace(/stagecoach_reset_[0-9a-f]+_\d+_/g, 'reset_')
    .replace(/stagecoach_snapshot_\w+/g, 'snapshot')
    .replace(/"[^"]*_(integration|production)"/g, '"$1"')
    .trim()
    .slice(0, 60)
  return { kind: 'database', workflow: workflowOf(world, world.current()?.id), what }
}

/** `deploy` for the first run of that workflow, `deploy 2` for the second. */
function workflowOf(world: World, runId: number | undefined): string {
  const { runs } = world.simulator
  const path = runs.find((run) => run.id === runId)?.workflowPath ?? ''
  const order = runs.filter((run) => run.workflowPath === path).findIndex((run) => run.id === runId)
  const name = /stagecoach-(.+)\.yml$/.exec(path)?.[1] ?? path
  return order > 0 ? `${name} ${order + 1}` : name
}
