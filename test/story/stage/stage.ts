import { execFile } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createRunner, startSimulator, type RunnerControls, type Simulator } from '@stagecoach/simulator'
import { readFeature, readFolder, shopFolder } from '../features/read-feature.ts'
import { embeddedDatabases, environments, postgresDatabases, type EnvironmentName, type StoryDatabases } from './databases.ts'
import { cloneAs, git, type Clone } from './git-person.ts'
import { compiledIn } from './compiled.ts'
import { people, type Login } from './people.ts'
import { writeTree } from './write-tree.ts'
import { restPerson, type PullRequestView, type RestPerson } from './rest-person.ts'

export const repository = 'acme/shop'

export interface StageOptions {
  /** Everything of the story lies in here and stays. */
  directory: string
  /** The release tree, where no `node_modules` lies above it. */
  release: string
  /** A PostgreSQL server, else the embedded engine. */
  server?: string
  /** First instant of the simulated clock. */
  startsAt?: string
  say?: (line: string) => void
  /** Changes the example's configuration before it is committed. */
  configure?: (text: string) => string
  /** In front of PATH for every step of a workflow: for a wrapper around git. */
  pathPrefix?: string
}

/** The shop on a GitHub that runs offline: its people, its repository, its databases. Nothing here knows the product: it is only looked at from outside. */
export interface Stage {
  simulator: Simulator
  runner: RunnerControls
  /** The bare repository. */
  bare: string
  directory: string
  release: string
  databases: StoryDatabases
  say(line: string): void
  clone(login: Login): Promise<Clone>
  rest(login: Login): RestPerson
  /** Pushes features of test/story/features, each as its author, and lets everything that follows happen. */
  push(...features: string[]): Promise<void>
  settle(): Promise<void>
  advance(by: string): void
  /** The open pull request of a package into an environment. */
  promotion(environment: EnvironmentName, name: string): Promise<PullRequestView | undefined>
  /** Runs the CLI's bundle as a person in their clone. */
  cli(login: Login, args: readonly string[], folder?: string): Promise<{ code: number; stdout: string; stderr: string }>
  close(): Promise<void>
}

export async function openStage(options: StageOptions): Promise<Stage> {
  const { directory, release, say = () => undefined } = options
  await mkdir(directory, { recursive: true })
  const databases =
    options.server === undefined
      ? await embeddedDatabases(join(directory, 'databases'))
      : await postgresDatabases(options.server, `story_${process.pid}_${Date.now().toString(36)}`)
  say(`databases ready (${databases.engine})`)
  const path = [options.pathPrefix, process.env['PATH']].filter((part) => part !== undefined).join(':')
  const runner = createRunner({
    actions: { 'stagecoach/stagecoach': release },
    environment: { PATH: path, NODE_COMPILE_CACHE: compiledIn(directory) },
    parallel: 2,
    // Removing hundreds of folders between the runs would cost more than the rest of the simulator.
    keepWorkspaces: true,
  })
  const simulator = await startSimulator({
    directory: join(directory, 'github'),
    startsAt: options.startsAt ?? '2026-12-01T08:00:00Z',
    runner,
  })
  const tokens = new Map<Login, string>(people.map(({ login, name }) => [login, simulator.addUser(login, { name })]))
  simulator.addOrganization('acme', { owners: ['maya'] })
  simulator.addTeam(
    'acme',
    'dba',
    people.flatMap((each) => ('team' in each ? [each.login] : [])),
  )
  const collaborators = Object.fromEntries(people.map(({ login, role }) => [login, role]))
  const { path: bare } = simulator.createRepository(repository, { collaborators })
  simulator.setSecrets(repository, {
    ...databases.secrets,
    DEPLOY_ROOT: join(directory, 'deployed'),
    STAGECOACH_TEAM_TOKEN: tokens.get('maya') ?? '',
  })
  const token = (login: Login): string => tokens.get(login) ?? ''
  const urlOf = (login: Login): string => simulator.authenticatedGitUrl(repository, token(login))
  await seedRepository(urlOf('maya'), join(directory, 'seed'), databases, options.configure)
  const clones = new Map<Login, Promise<Clone>>()
  const clone = (login: Login): Promise<Clone> => {
    const known = clones.get(login) ?? cloneAs(login, urlOf(login), join(directory, 'people', login), () => simulator.clock.now())
    clones.set(login, known)
    return known
  }
  const rest = (login: Login): RestPerson => restPerson(simulator.url, repository, token(login))
  await simulator.settle()
  return {
    simulator,
    runner,
    bare,
    directory,
    release,
    databases,
    say,
    clone,
    rest,
    async push(...names) {
      for (const name of names) {
        const feature = await readFeature(name)
        const login = people.find((each) => each.login === feature.author)?.login ?? 'ada'
        await (await clone(login)).pushFeature(feature)
      }
      await simulator.settle()
    },
    settle: () => simulator.settle(),
    advance: (by) => simulator.clock.advance(by),
    async promotion(environment, name) {
      const open = await rest('maya').pullRequests('state=open')
      return open.find((each) => each.head.ref === `promote/${environment}/${name}`)
    },
    async cli(login, args, folder) {
      const cwd = folder ?? (await clone(login)).folder
      return runCli(join(release, 'cli', 'stagecoach.js'), args, cwd, {
        token: token(login),
        api: simulator.url,
        environment: { ...databases.secrets, NODE_COMPILE_CACHE: compiledIn(directory) },
      })
    },
    close: () => simulator.close(),
  }
}

/** The consumer's repository: the example's files as `main`, and the environments' branches from it. */
async function seedRepository(
  url: string,
  folder: string,
  databases: StoryDatabases,
  configure: (text: string) => string = (text) => text,
): Promise<void> {
  const seed = await cloneAs('maya', url, folder, () => new Date('2026-11-30T09:00:00Z'))
  const files = new Map<string, string | undefined>(await readFolder(shopFolder))
  const config = files.get('.github/stagecoach.yml') ?? ''
  files.set('.github/stagecoach.yml', configure(config.replaceAll('engine: postgres', `engine: ${databases.engine}`)))
  await git(seed.folder, ['checkout', '--quiet', '--orphan', 'main'], 'maya')
  await writeTree(seed.folder, files)
  await git(seed.folder, ['add', '--all'], 'maya')
  await git(seed.folder, ['commit', '--quiet', '--message', 'The shop'], 'maya', new Date('2026-11-30T09:00:00Z'))
  const branches = ['main', ...environments.filter((name) => name !== 'production').map((name) => `env/${name}`)]
  await git(seed.folder, ['push', '--quiet', 'origin', ...branches.map((branch) => `HEAD:refs/heads/${branch}`)], 'maya')
}

function runCli(
  program: string,
  args: readonly string[],
  cwd: string,
  person: { token: string; api: string; environment: Record<string, string> },
): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = {
    PATH: process.env['PATH'],
    HOME: cwd,
    STAGECOACH_TOKEN: person.token,
    GITHUB_API_URL: person.api,
    GITHUB_REPOSITORY: repository,
    ...person.environment,
  }
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], { cwd, env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : 1, stdout, stderr })
    })
  })
}
