import type { Host } from '@stagecoach/core'
import { openDatabases } from '@stagecoach/database'
import { ledgerIn, openGit, openPackageStore, openReleaseStore, openResolutions } from '@stagecoach/git'
import { openClock, openForge, type ForgeClock, type OpenedForge } from '@stagecoach/github'
import { createCommands, createEnvSecrets, createHttpProbe, createWorkspace } from '@stagecoach/node-host'
import { join } from 'node:path'
import { actorBehind } from './actor-behind.ts'
import type { GithubContext } from './github-context.ts'
import type { Runner } from './runner.ts'

export interface HostOptions {
  context: GithubContext
  environment: Readonly<Record<string, string | undefined>>
  runner: Runner
  token: string
  appSlug: string | undefined
  wokenBy: number | undefined
}

export interface OpenedHost {
  host: Host
  defaultBranch: string
  close(): Promise<void>
}

/** The composition root of the actions. Asks GitHub one thing, the repository (and of a woken run who woke it): that gives the default branch, the address for git and the time. */
export async function openHost(options: HostOptions): Promise<OpenedHost> {
  const { context, environment, runner, token } = options
  const { clock, forge } = openGithub(options)
  const { defaultBranch, cloneUrl } = await forge.repository()
  const actor = await actorBehind(forge, context.actor, options.wokenBy)
  const folder = join(context.temporary, 'stagecoach')
  // The runner's temporary folder outlives the steps of a job, which share what was fetched, and not the job.
  const git = await openGit({ url: cloneUrl, token, directory: join(folder, 'git'), scratch: true })
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
    async close() {
      await workspace.dispose()
      await git.close()
    },
  }
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
