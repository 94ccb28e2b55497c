import { readRef } from '../git/refs.ts'
import type { DueSchedule, Runner } from '../runner-host.ts'
import { presentRepository } from '../present/repository.ts'
import { presentUser } from '../present/user.ts'
import type { RunRecord } from './run-store.ts'
import type { World } from './world.ts'

type Work = () => Promise<void>

/** Hands events to the runner, some at a time, and knows when all is quiet. */
export class Conductor {
  runner: Runner | undefined
  private readonly world: World
  private readonly waiting: Work[] = []
  private readonly inFlight = new Set<Promise<void>>()
  private readonly atOnce: boolean
  private failure: Error | undefined
  private settledAt: Date
  /** Calls of settle under way. */
  private settling = 0

  constructor(world: World) {
    this.world = world
    this.atOnce = world.options.runEvents === 'at-once'
    this.settledAt = world.clock.now()
    world.events.onRaise(() => this.pump())
  }

  rerun(run: RunRecord, failedOnly: boolean): void {
    this.waiting.push(async () => this.runner?.rerun(run, { failedOnly }))
    this.pump()
  }

  /** A cancel does not wait its turn: what it ends may be what the others wait for. */
  cancel(run: RunRecord): void {
    if (this.runner !== undefined) this.start(this.runner.cancel(run))
  }

  /** Counts work of the server's own among what must end before all is quiet. */
  follow(work: Promise<void>): void {
    this.start(work)
  }

  private start(work: Promise<void>): void {
    const tracked: Promise<void> = work
      .catch((error: unknown) => {
        // A runner that throws is broken itself (a failing workflow is a conclusion); settle tells the test.
        this.failure ??= error instanceof Error ? error : new Error(String(error))
      })
      .finally(() => {
        this.inFlight.delete(tracked)
        this.pump()
      })
    this.inFlight.add(tracked)
  }

  private next(): Work | undefined {
    const waiting = this.waiting.shift()
    if (waiting !== undefined) return waiting
    const event = this.world.events.take()
    return event === undefined ? undefined : async () => this.runner?.handle(event)
  }

  private pump(): void {
    if (this.runner === undefined || !(this.settling > 0 || this.atOnce)) return
    while (this.inFlight.size < (this.world.options.parallelEvents ?? 4)) {
      const work = this.next()
      if (work === undefined) return
      this.start(work())
    }
  }

  /** Fires what the clock has made due, then works until nothing is queued or running. Throws what a runner threw. */
  async settle(): Promise<void> {
    if (this.runner === undefined) return
    await this.fireSchedules(this.runner)
    this.settling += 1
    try {
      this.pump()
      while (this.inFlight.size > 0) await Promise.race(this.inFlight)
    } finally {
      this.settling -= 1
    }
    const failure = this.failure
    this.failure = undefined
    if (failure !== undefined) throw failure
  }

  async fireSchedules(runner: Runner): Promise<void> {
    const from = this.settledAt
    this.settledAt = this.world.clock.now()
    for (const due of await runner.schedule(from, this.settledAt)) await this.raiseSchedule(due)
  }

  private async raiseSchedule(due: DueSchedule): Promise<void> {
    const { world } = this
    const repository = world.repository(due.repository)
    const ref = `refs/heads/${repository.defaultBranch}`
    const sha = readRef(repository.bare, ref)
    if (sha === undefined) return
    world.ownAct('clock').raise(repository, {
      name: 'schedule',
      ref,
      sha,
      workflowSha: sha,
      workflowPath: due.workflowPath,
      headBranch: repository.defaultBranch,
      headSha: sha,
      payload: {
        schedule: due.cron,
        workflow: due.workflowPath,
        repository: presentRepository(world, repository),
        sender: presentUser(world, 'web-flow'),
      },
    })
  }

  async close(): Promise<void> {
    this.waiting.length = 0
    while (this.world.events.take() !== undefined);
    this.world.runs.killAll()
    await this.runner?.close()
    await Promise.all(this.inFlight)
  }
}
