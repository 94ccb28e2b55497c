import { join } from 'node:path'
import type { SimClock } from '../clock.ts'
import { createEventQueue } from '../events.ts'
import type { EventQueue, SimEventDraft } from '../events.ts'
import { createFaults } from '../faults.ts'
import { createJournal } from '../journal.ts'
import { simulatorItself, whoOf } from '../principal.ts'
import type { Principal } from '../principal.ts'
import { createRequestLog } from '../request-log.ts'
import type { SimulatorOptions } from '../simulator.ts'
import { Accounts } from './account.ts'
import { Conductor } from './conductor.ts'
import type { Repository } from './repository.ts'
import { RunStore } from './run-store.ts'
import { Tokens } from './tokens.ts'

/** All state of one simulated GitHub that is not in git, and the things every change passes through. */
export class World {
  readonly clock: SimClock
  readonly options: SimulatorOptions
  readonly events: EventQueue
  readonly faults = createFaults()
  readonly journal = createJournal()
  readonly requests = createRequestLog()
  readonly tokens = new Tokens()
  readonly accounts: Accounts
  readonly runs: RunStore
  readonly conductor: Conductor
  readonly repositories: Repository[] = []
  /** Set once the server listens. */
  url = ''
  private lastId = 1000

  constructor(options: SimulatorOptions, clock: SimClock) {
    this.options = options
    this.clock = clock
    this.events = createEventQueue(() => clock.iso())
    this.accounts = new Accounts(clock, () => this.nextId())
    this.runs = new RunStore()
    this.conductor = new Conductor(this)
  }

  nextId(): number {
    this.lastId += 1
    return this.lastId
  }

  findRepository(owner: string, name: string): Repository | undefined {
    const wanted = `${owner}/${name}`.toLowerCase()
    return this.repositories.find((repository) => repository.fullName.toLowerCase() === wanted)
  }

  repository(fullName: string): Repository {
    const [owner = '', name = ''] = fullName.split('/')
    const found = this.findRepository(owner, name)
    if (found === undefined) throw new Error(`There is no repository "${fullName}".`)
    return found
  }

  repositoryPath(owner: string, name: string): string {
    return join(this.options.directory, 'repositories', owner, `${name}.git`)
  }

  /** A change made by somebody through one route. */
  act(who: Principal, route: string): Act {
    return new Act(this, who, route)
  }

  /** A change the simulator makes of its own accord, or a test asks of it. */
  ownAct(route: 'setup' | 'runner' | 'clock', inTheNameOf?: string): Act {
    return new Act(this, inTheNameOf === undefined ? simulatorItself : { ...simulatorItself, login: inTheNameOf }, route)
  }
}

/** Events that start workflows also when GITHUB_TOKEN caused them. */
const alwaysHeard = new Set(['workflow_dispatch', 'repository_dispatch', 'workflow_run', 'schedule'])
const skipMarker = /\[(skip ci|ci skip|no ci|skip actions|actions skip)\]/

/** One change of state in the making: who, by what route. Every write goes through one, so nothing stays unattributed. */
export class Act {
  readonly world: World
  readonly who: Principal
  readonly route: string

  constructor(world: World, who: Principal, route: string) {
    this.world = world
    this.who = who
    this.route = route
  }

  /** Login shown as actor and sender. A schedule acts in nobody's name; GitHub shows the last committer, here the bot that merges. */
  get actor(): string {
    return this.who === simulatorItself || this.who.kind === 'anonymous' ? 'web-flow' : this.who.login
  }

  record(repository: Repository | undefined, subject: string, before: unknown, after: unknown): void {
    this.world.journal.write({
      at: this.world.clock.iso(),
      who: whoOf(this.who),
      route: this.route,
      repository: repository?.fullName ?? '',
      subject,
      before,
      after,
    })
  }

  /** Queues an event unless GITHUB_TOKEN's rule or a `[skip ci]` in the commit keeps it silent; the journal has either. */
  raise(repository: Repository, draft: Omit<SimEventDraft, 'repository' | 'actor'>, headMessage = ''): void {
    const byToken = this.who.kind === 'job' && !alwaysHeard.has(draft.name)
    const skipped = (draft.name === 'push' || draft.name === 'pull_request') && skipMarker.test(headMessage)
    const silent = byToken ? 'GITHUB_TOKEN starts no workflow' : skipped ? 'the commit asks to be skipped' : undefined
    this.record(repository, `event ${draft.name}${draft.action === undefined ? '' : `.${draft.action}`}`, undefined, {
      ref: draft.ref,
      sha: draft.sha,
      ...(silent === undefined ? {} : { silent }),
    })
    if (silent !== undefined) return
    this.world.events.raise({
      ...draft,
      repository: repository.fullName,
      actor: this.actor,
      ...(this.who.runId === undefined ? {} : { causedByRun: this.who.runId }),
    })
  }
}
