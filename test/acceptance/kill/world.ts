import { randomUUID } from 'node:crypto'
import { cp, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createRunner, startSimulator, type RunnerControls, type Simulator, type WorkflowRun } from '@stagecoach/simulator'
import { compiledIn } from '../../story/stage/compiled.ts'
import { git } from '../../story/stage/git-person.ts'
import type { Login } from '../../story/stage/people.ts'
import { startProxy, type DatabaseProxy } from './database-proxy.ts'
import type { TestServer } from './postgres.ts'
import { environments, repository, type EnvironmentName, type SmallFeature } from './small-shop.ts'
import { writeTree } from '../../story/stage/write-tree.ts'

/** What every world of a test run shares. */
export interface Ground {
  /** Release tree outside the workspace. */
  release: string
  server: TestServer
  /** Folder below which worlds are made. */
  directory: string
}

/** A moment of the small shop's life, from which any number of worlds begin. */
export interface Snapshot {
  /** Bare repository, and what the deploy command wrote. */
  folder: string
  databases: Record<EnvironmentName, string>
  /** Database that scratch copies are made of. */
  template: string
  startsAt: string
  /** Pull requests that exist by then: their numbers are taken. */
  pulls: number
}

export interface World {
  name: string
  simulator: Simulator
  runner: RunnerControls
  proxy: DatabaseProxy
  bare: string
  directory: string
  databases: Record<EnvironmentName, string>
  /** What the deploy command wrote. */
  deployed: string
  template: string
  /** A REST call a person could make; the body of the answer. */
  call(login: Login, method: string, path: string, body?: unknown): Promise<unknown>
  dispatch(workflow: string, inputs?: Readonly<Record<string, string>>): Promise<void>
  push(feature: SmallFeature): Promise<void>
  settle(): Promise<void>
  sql(environment: EnvironmentName, query: string): Promise<Record<string, unknown>[]>
  /** The run whose processes work now. */
  current(): WorkflowRun | undefined
  close(): Promise<void>
}

const people = { maya: 'admin', ada: 'write', grace: 'write' } as const

export async function openWorld(ground: Ground, from: Snapshot, parallel = 1): Promise<World> {
  const name = `world_${randomUUID().slice(0, 8)}`
  const directory = join(ground.directory, name)
  await mkdir(directory, { recursive: true })
  const databases = databasesOf(ground, name)
  for (const environment of environments) {
    await ground.server.admin(
      `create database ${databases[environment]} template ${from.databases[environment]} strategy file_copy`,
    )
  }
  const proxy = await startProxy(ground.server)
  const runner = createRunner({
    actions: { 'stagecoach/stagecoach': ground.release },
    environment: { PATH: process.env['PATH'] ?? '', NODE_COMPILE_CACHE: compiledIn(ground.directory) },
    parallel,
  })
  const simulator = await startSimulator({ directory: join(directory, 'github'), startsAt: from.startsAt, runner })
  const tokens = new Map<string, string>(Object.keys(people).map((login) => [login, simulator.addUser(login)]))
  simulator.addOrganization('acme', { owners: ['maya'] })
  const { path: bare } = simulator.createRepository(repository, { collaborators: people })
  const deployed = join(directory, 'deployed')
  // Before anybody looked at it: the repository begins as the snapshot's.
  await git(bare, ['fetch', '--quiet', join(from.folder, 'bare'), '+refs/*:refs/*'])
  await cp(join(from.folder, 'deployed'), deployed, { recursive: true })
  const url = (database: string): string => ground.server.url(database, proxy.port)
  simulator.setSecrets(repository, {
    INTEGRATION_DATABASE_URL: url(databases.integration),
    PRODUCTION_DATABASE_URL: url(databases.production),
    TEMPLATE_DATABASE: from.template,
    DEPLOY_ROOT: deployed,
  })
  const call: World['call'] = async (login, method, path, body) => {
    const answer = await fetch(`${simulator.url}/repos/${repository}${path}`, {
      method,
      headers: { authorization: `Bearer ${tokens.get(login) ?? ''}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 400)}`)
    return text === '' ? undefined : JSON.parse(text)
  }
  const world: World = {
    name,
    simulator,
    runner,
    proxy,
    bare,
    directory,
    databases,
    deployed,
    template: from.template,
    call,
    async dispatch(workflow, inputs = {}) {
      await call('maya', 'POST', `/actions/workflows/stagecoach-${workflow}.yml/dispatches`, { ref: 'main', inputs })
    },
    push: (feature) =>
      pushFeature(simulator.authenticatedGitUrl(repository, tokens.get('ada') ?? ''), join(directory, 'ada'), feature, simulator),
    settle: () => simulator.settle(),
    sql: (environment, query) => ground.server.query(databases[environment], query),
    current: () => simulator.runs.find((run) => run.status === 'in_progress'),
    async close() {
      await simulator.close()
      await proxy.close()
      for (const database of Object.values(databases)) {
        await ground.server.admin(`drop database if exists ${database} with (force)`)
      }
      await rm(directory, { recursive: true, force: true })
    },
  }
  await takeNumbers(world, from.pulls)
  await simulator.settle()
  return world
}

async function pushFeature(url: string, folder: string, feature: SmallFeature, simulator: Simulator): Promise<void> {
  await git(join(folder, '..'), ['clone', '--quiet', '--branch', 'main', url, folder], 'ada')
  await writeTree(folder, feature.files)
  await git(folder, ['add', '--all'], 'ada')
  await git(folder, ['commit', '--quiet', '--message', feature.title], 'ada', simulator.clock.now())
  await git(folder, ['push', '--quiet', 'origin', `HEAD:refs/heads/${feature.branch}`], 'ada')
}

/** Pull requests live in the simulator, not in git: those of the snapshot's past are opened and closed, so that the next has the right number. */
async function takeNumbers(world: World, count: number): Promise<void> {
  for (let number = 1; number <= count; number += 1) {
    await world.call('maya', 'POST', '/pulls', { title: 'Of the past', head: 'feature/labels', base: 'env/integration' })
    await world.call('maya', 'PATCH', `/pulls/${number}`, { state: 'closed' })
  }
}

/** Names of what a world, or a snapshot, has on the server. */
export function databasesOf({ server }: Ground, name: string): Record<EnvironmentName, string> {
  return { integration: `${server.prefix}${name}_integration`, production: `${server.prefix}${name}_production` }
}

/** Keeps a world as it is now. It can be closed then. */
export async function keepWorld(ground: Ground, world: World, name: string): Promise<Snapshot> {
  const folder = join(ground.directory, name)
  await mkdir(folder, { recursive: true })
  await cp(world.bare, join(folder, 'bare'), { recursive: true })
  await cp(world.deployed, join(folder, 'deployed'), { recursive: true })
  const databases = databasesOf(ground, name)
  for (const environment of environments) {
    await ground.server.admin(`create database ${databases[environment]} template ${world.databases[environment]}`)
  }
  const startsAt = new Date(Math.ceil(world.simulator.clock.now().getTime() / 3_600_000) * 3_600_000 + 60_000).toISOString()
  const pulls = (await world.call('maya', 'GET', '/pulls?state=all&per_page=100')) as unknown[]
  return { folder, databases, template: world.template, startsAt, pulls: pulls.length }
}
