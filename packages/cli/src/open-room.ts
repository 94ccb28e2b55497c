import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defaultConfigPath, loadConfig, type Host, type Room } from '@stagecoach/core'
import { openDatabases } from '@stagecoach/database'
import { openGit, openLedger, openPackageStore, openReleaseStore, openResolutions } from '@stagecoach/git'
import { createCommands, createEnvSecrets, createHttpProbe, createWorkspace } from '@stagecoach/node-host'
import { openGithub } from './open-github.ts'
import type { Checkout } from './remote/checkout.ts'
import { findRemote, type Remote } from './remote/find-remote.ts'
import type { Surroundings } from './surroundings.ts'
import type { Terminal } from './terminal/terminal.ts'
import { unpackBranch } from './unpack-branch.ts'

export interface RoomOptions {
  /** Does without the API where it can: for verbs that only look at refs and ledger. */
  offline?: boolean
  /** Unpacks the default branch's files, in which configured commands run. */
  files?: boolean
  /** Path of the configuration in the repository. */
  config?: string
}

export interface OpenedRoom {
  room: Room
  remote: Remote
  close(): Promise<void>
}

/** The composition root of the command line. Git directories stay below the checkout's `.git/stagecoach`, so that the next verb fetches little; they may be deleted at any time. */
export async function openRoom(
  checkout: Checkout,
  { environment }: Pick<Surroundings, 'environment'>,
  terminal: Terminal,
  options: RoomOptions = {},
): Promise<OpenedRoom> {
  const remote = await findRemote(checkout, environment)
  if (remote.token !== undefined) terminal.hide(remote.token)
  const github = await openGithub(checkout, remote, terminal, options.offline === true)
  const { actor, clock, defaultBranch } = github
  const access = { url: remote.url, ...(remote.token === undefined ? {} : { token: remote.token }) }
  const temporary = await mkdtemp(join(tmpdir(), 'stagecoach-'))
  // A bare repository is someone's remote: nothing of ours is put into it.
  const caches = join(checkout.bare ? temporary : checkout.gitDirectory, 'stagecoach')
  const git = await openGit({ ...access, directory: join(caches, 'git') })
  const ledger = await openLedger({ ...access, directory: join(caches, 'ledger'), clock, actor })
  const workspace = createWorkspace(join(temporary, 'work'))
  const close = async (): Promise<void> => {
    await ledger.close()
    await git.close()
    await rm(temporary, { recursive: true, force: true })
  }
  const host: Host = {
    git,
    forge: github.forge,
    ledger,
    packages: openPackageStore(git),
    releases: openReleaseStore(git),
    resolutions: openResolutions(git),
    databases: openDatabases(),
    commands: createCommands(environment),
    workspace,
    http: createHttpProbe(),
    secrets: createEnvSecrets(environment, (value) => terminal.hide(value)),
    clock,
    actor,
    progress: (line) => terminal.progress(line),
    warn: (line) => terminal.warn(line),
  }
  try {
    const config = await loadConfig(git, { defaultBranch, path: options.config ?? defaultConfigPath })
    const files =
      options.files === true
        ? await unpackBranch(host, createWorkspace(join(temporary, 'files')), defaultBranch)
        : checkout.folder
    return { room: { host, config, defaultBranch, checkout: files }, remote, close }
  } catch (error) {
    await close()
    throw error
  }
}
