import { readRefs, type Actor, type Host, type StartedRun, type World } from '@stagecoach/core'
import { openDatabases } from '@stagecoach/database'
import { ledgerIn, openGit, openPackageStore, openReleaseStore, openResolutions, type OpenGit } from '@stagecoach/git'
import { openClock, openForge, type ForgeClock, type OpenedForge } from '@stagecoach/github'
import { createCommands, createEnvSecrets, createHttpProbe, createWorkspace } from '@stagecoach/node-host'
import { join } from 'node:path'
import { actorBehind } from './actor-behind.ts'
import type { GithubContext } from './github-context.ts'
import type { RoomOptions } from './open-room.ts'
import type { Runner } from './runner.ts'

export interface HostOptions {
  context: GithubContext
  environment: Readonly<Record<string, string | undefined>>
  runner: Runner
  token: string
  appSlug: string | undefined
  asked: RoomOptions['asked']
}

export interface OpenedHost {
  host: Host
  defaultBranch: string
  /** The refs that the first fetch brought. */
  refs: World['refs']
  close(): Promise<void>
}

/**
 * The composition root of the actions. Asks GitHub one thing, the repository (and of a woken run who woke it), which gives the default branch and the time;
 * git fetches meanwhile.
 */
export async function openHost(options: HostOptions): Promise<OpenedHost> {
  const { context, environment, runner } = options
  const { clock, forge } = openGithub(options)
  const folder = join(context.temporary, 'stagecoach')
  const [asked, fetched] = await Promise.allSettled([askGithub(forge, options), openFetched(options, join(folder, 'git'))])
  // A token that is not good enough stops both, and the API says so more clearly.
  if (asked.status === 'rejected' && fetched.status === 'fulfilled') await fetched.value.git.close()
  const { defaultBranch, run } = settled(asked)
  const { git, refs } = settled(fetched)
  const actor = whoAsks(options, run, refs)
  const ledger = ledgerIn(git, { clock, actor })
  const workspace = createWorkspace(join(folder, 'work'))
  const host: Host = {
    git,
    forge,
    ledger,
    packages: openPackageStore(git),
    releases: openReleaseStore(git),
    resolutions: openResolutions(git),
    databases: openDatabases(),
    commands: createCommands(environment),
    workspace,
    http: createHttpProbe(),
    secrets: createEnvSecrets(environment, (value) => runner.secret(value)),
    clock,
    actor,
    progress: (line) => runner.info(line),
    warn: (line) => runner.warn(line),
  }
  return {
    host,
    defaultBranch,
    refs,
    async close() {
      await workspace.dispose()
      await git.close()
    },
  }
}

async function askGithub(
  forge: OpenedForge,
  { asked }: HostOptions,
): Promise<{ defaultBranch: string; run: StartedRun | undefined }> {
  const { defaultBranch } = await forge.repository()
  return { defaultBranch, run: asked?.wake === undefined ? undefined : await forge.findRun(asked.wake.run) }
}

/** Without an App every push runs in person, and what one job starts with GITHUB_TOKEN for another is the ordinary way. */
function whoAsks({ context, appSlug, asked }: HostOptions, run: StartedRun | undefined, refs: World['refs']): Actor {
  if (appSlug === undefined || asked === undefined) return context.actor
  return actorBehind(context.actor, { wake: asked.wake, run, refs })
}

/** The runner's temporary folder outlives the steps of a job, which share what was fetched, and not the job. */
async function openFetched({ context, token }: HostOptions, directory: string): Promise<{ git: OpenGit; refs: World['refs'] }> {
  const git = await openGit({ url: context.gitUrl, token, directory, scratch: true })
  try {
    return { git, refs: await readRefs(git) }
  } catch (error) {
    await git.close()
    throw error
  }
}

function settled<T>(result: PromiseSettledResult<T>): T {
  if (result.status === 'fulfilled') return result.value
  throw result.reason
}

function openGithub({ context, environment, runner, token, appSlug }: HostOptions): { clock: ForgeClock; forge: OpenedForge } {
  const { actor, apiUrl, repository } = context
  const teamToken = teamTokenOf(environment)
  // The runner masks what comes from a secret; a token made in the job is masked here.
  for (const secret of [token, teamToken]) if (secret !== undefined && secret !== '') runner.secret(secret)
  const onSkew = (skew: number): void =>
    runner.info(`The clock of this machine and GitHub's differ by ${Math.round(skew / 1000)} s.`)
  const clock = openClock({ onSkew })
  const forge = openForge({
    token,
    apiUrl,
    repository,
    run: actor.run,
    clock,
    onWait: (line) => runner.info(line),
    ...(teamToken === undefined ? {} : { teamToken }),
    ...(appSlug === undefined ? {} : { appSlug }),
  })
  return { clock, forge }
}

/** GITHUB_TOKEN sees no teams; a gate that names some is given a token that does in the env of its step. */
function teamTokenOf(environment: HostOptions['environment']): string | undefined {
  const teamToken = environment['STAGECOACH_TEAM_TOKEN']
  return teamToken === '' ? undefined : teamToken
}
