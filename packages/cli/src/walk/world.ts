import { mkdtemp, rm } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Host, Room } from '@stagecoach/core'
import type { KeptDatabases } from '@stagecoach/database/testing'
import { startSimulator, type RunnerHost, type SimEvent, type Simulator } from '@stagecoach/simulator'
import { Fate } from './crash.ts'
import { openHost } from './host.ts'
import { inRoom, performRun, type Ran } from './perform-run.ts'
import { gatherPeople, people, type Login, type People } from './person.ts'
import { openShared, remoteOf, type Call } from './shared-remote.ts'
import { branchOf, repository, shopFiles, stops, template } from './shop.ts'

export interface World {
  simulator: Simulator
  people: People
  kept: KeptDatabases
  /** Every run so far. */
  runs: Ran[]
  /** The next run that comes to this effect is killed there, and run again. */
  kill: { effect: number; moment: 'before' | 'after' } | undefined
  dispatch(login: Login, workflow: string, inputs: Readonly<Record<string, string>>): Promise<void>
  /** Runs what was dispatched, and what that dispatches, until quiet. `each` looks after every run. */
  settle(each: (ran: Ran) => Promise<void>): Promise<void>
  /** A room of somebody who only looks. */
  look<T>(work: (room: Room) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** More runs than this after one act of a person: they start one another without end. */
const endless = 60

/** A shop on a GitHub of its own, with every environment at its first commit. */
export async function openWorld(kept: KeptDatabases): Promise<World> {
  const directory = await mkdtemp(
    join(process.env['TMPDIR'] ?? (existsSync('/dev/shm') ? '/dev/shm' : tmpdir()), 'stagecoach-random-'),
  )
  const hosts: RunnerHost[] = []
  const nothing = (): Promise<void> => Promise.resolve()
  const simulator = await startSimulator({
    directory: join(directory, 'github'),
    startsAt: '2026-11-22T08:00:00Z',
    clock: 'standing',
    runner(host) {
      hosts.push(host)
      return { handle: nothing, rerun: nothing, cancel: nothing, schedule: () => Promise.resolve([]), close: nothing }
    },
  })
  const runner = onlyHost(hosts)
  const tokens = new Map((Object.keys(people) as Login[]).map((login) => [login, simulator.addUser(login)]))
  const { path: bare } = simulator.createRepository(repository, { collaborators: people })
  const now = (): Date => simulator.clock.now()
  const token = (login: Login): string => tokens.get(login) ?? ''
  const shared = await openShared(bare, join(directory, 'git'))
  const callWith = (bearer: string): Call => caller(`${simulator.url}/repos/${repository}`, bearer)
  const git = remoteOf(shared, bare, callWith(token('ada')))
  await kept.begin(template)
  const onlooker = hostOf({ login: 'nobody' }, token('ada'), new Fate(undefined))
  const world: World = {
    simulator,
    people: gatherPeople(git, (login) => callWith(token(login)), now),
    kept,
    runs: [],
    kill: undefined,
    async dispatch(login, workflow, inputs) {
      const answer = await world.people.call(login, 'POST', `/actions/workflows/${workflow}/dispatches`, { ref: 'main', inputs })
      if (answer.status !== 204) throw new Error(`${workflow}: ${answer.status} ${JSON.stringify(answer.body)}`)
    },
    async settle(each) {
      let ran = 0
      for (let event = simulator.events.take(); event !== undefined; event = simulator.events.take()) {
        if (event.name !== 'workflow_dispatch') continue
        ran += 1
        if (ran > endless) throw new Error(`More than ${endless} runs, the last of ${event.workflowPath ?? ''}.`)
        const end = await run(event)
        await each(end)
        if (end.end.kind === 'killed') await each(await run(event))
      }
    },
    look: (work) => inRoom(onlooker, work),
    async close() {
      await shared.close()
      await simulator.close()
      await rm(directory, { recursive: true, force: true })
    },
  }

  async function run(event: SimEvent): Promise<Ran> {
    const ran = await performRun({ simulator, runner, fate: new Fate(world.kill), openHost: hostOf }, event)
    if (ran.end.kind === 'killed') world.kill = undefined
    kept.processEnded()
    world.runs.push(ran)
    return ran
  }

  function hostOf(actor: Room['host']['actor'], runToken: string, fate: Fate): Host {
    return openHost({
      api: simulator.url,
      token: runToken,
      // Pushed as a person: for a job's token the server looks for workflow files in every push, in a process each time.
      git: remoteOf(shared, bare, callWith(token('ada'))),
      databases: kept.databases,
      now,
      actor,
      fate,
      log: () => undefined,
    })
  }

  const first = await firstCommit(git, now())
  await git.push(stops.map((stop) => ({ ref: `refs/heads/${branchOf[stop]}`, expected: undefined, to: first })))
  return world
}

function onlyHost([host]: readonly RunnerHost[]): RunnerHost {
  if (host === undefined) throw new Error('The simulator made no runner.')
  return host
}

async function firstCommit(git: People['git'], at: Date): Promise<string> {
  const edits = new Map<string, { mode: string; oid: string }>()
  for (const [path, text] of shopFiles) edits.set(path, { mode: '100644', oid: await git.writeBlob(Buffer.from(text)) })
  const person = { name: 'maya', email: 'maya@users.noreply.github.com' }
  return git.writeCommit({
    tree: await git.editTree(undefined, edits),
    parents: [],
    message: 'The shop',
    author: person,
    committer: person,
    at: `${at.toISOString().slice(0, 19)}Z`,
  })
}

function caller(base: string, token: string): Call {
  return async (method, path, body) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const answer = await fetch(`${base}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) }
  }
}
