import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createRunner, startSimulator, type AppTokenRequest, type Simulator, type TokenPermissions } from '@stagecoach/simulator'
import { git } from '../../story/stage/git-person.ts'
import type { Login } from '../../story/stage/people.ts'
import { writeTree } from '../../story/stage/write-tree.ts'
import { openServer, type TestServer } from '../kill/postgres.ts'
import { compiledIn } from '../../story/stage/compiled.ts'
import { releaseCopy } from '../stage/release-copy.ts'
import { baselineSql, branchOf, environments, ownRows, repository, shopFiles, type EnvironmentName } from '../kill/small-shop.ts'

const run = promisify(execFile)
const people = { maya: 'admin', ada: 'write', grace: 'write' } as const

export const app = { slug: 'stagecoach', clientId: 'Iv23liStagecoach', key: `key-${randomUUID()}` } as const

/** What docs/security.md says that the App needs; no gate here names teams. */
const granted: TokenPermissions = {
  actions: 'write',
  checks: 'read',
  contents: 'write',
  deployments: 'write',
  'pull-requests': 'write',
  statuses: 'write',
  workflows: 'write',
}

/** The small shop as docs/getting-started.md sets it up for a GitHub App: rules that only the App passes, and no right for GITHUB_TOKEN but those of its jobs. */
export interface AppShop {
  simulator: Simulator
  bare: string
  directory: string
  /** What the deploy command wrote. */
  deployed: string
  /** A REST call a person could make. */
  call(login: Login, method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }>
  /** Commits files on top of a branch as a person and pushes them. */
  push(login: Login, branch: string, from: string, files: ReadonlyMap<string, string>): Promise<void>
  sql(environment: EnvironmentName, query: string): Promise<Record<string, unknown>[]>
  close(): Promise<void>
}

export async function openAppShop(): Promise<AppShop> {
  const directory = await mkdtemp(join(tmpdir(), 'stagecoach-app-'))
  const server = await openServer()
  try {
    return await build(directory, server)
  } catch (error) {
    await server.close()
    await rm(directory, { recursive: true, force: true })
    throw error
  }
}

async function build(directory: string, server: TestServer): Promise<AppShop> {
  const release = releaseCopy()
  const databases = await makeDatabases(server)
  const made: { simulator?: Simulator } = {}
  const runner = createRunner({
    actions: { 'stagecoach/stagecoach': release },
    environment: { PATH: process.env['PATH'] ?? '', NODE_COMPILE_CACHE: compiledIn(directory) },
    appToken: (request) => mint(request, made.simulator),
  })
  const simulator = await startSimulator({ directory: join(directory, 'github'), startsAt: '2026-12-01T08:01:00Z', runner })
  made.simulator = simulator
  const tokens = new Map<string, string>(Object.keys(people).map((login) => [login, simulator.addUser(login)]))
  simulator.addOrganization('acme', { owners: ['maya'] })
  const { path: bare } = simulator.createRepository(repository, {
    collaborators: people,
    defaultTokenPermissions: 'read',
    actionsMayCreatePullRequests: false,
  })
  const urlOf = (login: Login): string => simulator.authenticatedGitUrl(repository, tokens.get(login) ?? '')
  const deployed = join(directory, 'deployed')
  await mkdir(deployed)
  await found(release, join(directory, 'founded'), urlOf('maya'))
  protect(simulator, secretsOf(server, databases, deployed))
  await simulator.settle()
  return {
    simulator,
    bare,
    directory,
    deployed,
    async call(login, method, path, body) {
      const answer = await fetch(`${simulator.url}/repos/${repository}${path}`, {
        method,
        headers: { authorization: `Bearer ${tokens.get(login) ?? ''}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      const text = await answer.text()
      return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) }
    },
    async push(login, branch, from, files) {
      const folder = join(directory, 'people', randomUUID())
      await mkdir(folder, { recursive: true })
      await git(folder, ['clone', '--quiet', '--branch', from, urlOf(login), '.'], login)
      await writeTree(folder, files)
      await git(folder, ['add', '--all'], login)
      await git(folder, ['commit', '--quiet', '--allow-empty', '--message', `Change ${branch}`], login, simulator.clock.now())
      await git(folder, ['push', '--quiet', 'origin', `HEAD:refs/heads/${branch}`], login)
    },
    sql: (environment, query) => server.query(databases[environment], query),
    async close() {
      await simulator.close()
      await server.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

/** A token of the installation: no more than it has, and only for who shows the key. */
function mint({ appId, privateKey, permissions }: AppTokenRequest, simulator: Simulator | undefined) {
  if (simulator === undefined || appId !== app.clientId || privateKey !== app.key)
    return { refused: 'A JSON web token could not be decoded' }
  const asked = Object.entries(permissions)
  const held: Readonly<Record<string, string | undefined>> = granted
  const excess = asked.filter(([name, level]) => held[name] !== 'write' && held[name] !== level)
  if (asked.length === 0 || excess.length > 0)
    return { refused: 'The permissions requested are not granted to this installation.' }
  return { slug: app.slug, token: simulator.addInstallation(repository, app.slug, permissions) }
}

async function makeDatabases(server: TestServer): Promise<Record<EnvironmentName | 'template', string>> {
  const named = (name: string): string => `${server.prefix}app_${name}`
  const template = named('template')
  await server.admin(`create database ${template}`)
  await server.query(template, baselineSql)
  for (const environment of environments) {
    await server.admin(`create database ${named(environment)} template ${template}`)
    await server.query(named(environment), ownRows[environment])
  }
  return { template, integration: named('integration'), production: named('production') }
}

function secretsOf(
  server: TestServer,
  databases: Record<EnvironmentName | 'template', string>,
  deployed: string,
): Record<string, Record<string, string>> {
  const key = { STAGECOACH_APP_KEY: app.key }
  const integration = { INTEGRATION_DATABASE_URL: server.url(databases.integration), TEMPLATE_DATABASE: databases.template }
  return {
    stagecoach: { ...key, ...integration },
    integration: { ...key, ...integration, DEPLOY_ROOT: deployed },
    production: { ...key, PRODUCTION_DATABASE_URL: server.url(databases.production), DEPLOY_ROOT: deployed },
  }
}

/** No secret lies in the repository itself; every environment takes the default branch only; only the App writes what the rules name. */
function protect(simulator: Simulator, secrets: Record<string, Record<string, string>>): void {
  simulator.setVariables(repository, { STAGECOACH_APP_CLIENT_ID: app.clientId })
  for (const [environment, values] of Object.entries(secrets)) {
    simulator.restrictEnvironment(repository, environment, ['main'])
    simulator.setSecrets(repository, values, environment)
  }
  const rule = { pushAllowances: [app.slug], enforceAdmins: true }
  simulator.protectBranch(repository, 'stagecoach/ledger', rule)
  for (const environment of environments) {
    const requiredStatuses = [{ context: `stagecoach/gate/${environment}`, app: app.slug }]
    simulator.protectBranch(repository, branchOf[environment], { ...rule, requiredStatuses })
  }
}

async function found(release: string, folder: string, url: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await git(folder, ['init', '--quiet'])
  await writeTree(folder, withCheck(shopFiles))
  await run(process.execPath, [join(release, 'cli/stagecoach.js'), 'init', '--app', '--default-branch', 'main'], { cwd: folder })
  await git(folder, ['add', '--all'], 'maya')
  await git(folder, ['commit', '--quiet', '--message', 'The small shop'], 'maya', new Date('2026-11-30T09:00:00Z'))
  const refs = environments.map((environment) => `HEAD:refs/heads/${branchOf[environment]}`)
  await git(folder, ['push', '--quiet', url, ...refs], 'maya')
}

/** Production asks for a check, too: then the workflows listen to statuses, also to those of the App itself. */
function withCheck(files: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const path = '.github/stagecoach.yml'
  return new Map([...files, [path, `${(files.get(path) ?? '').trimEnd()}\n      - checks: [external]\n`]])
}
