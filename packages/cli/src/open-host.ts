import { join } from 'node:path'
import { leaveLeases, StagecoachError, type Host } from '@stagecoach/core'
import { openDatabases } from '@stagecoach/database'
import { ledgerIn, openGit, openPackageStore, openReleaseStore, openResolutions } from '@stagecoach/git'
import { createCommands, createEnvSecrets, createHttpProbe, createWorkspace } from '@stagecoach/node-host'
import type { OpenedGithub } from './open-github.ts'
import type { Checkout } from './remote/checkout.ts'
import type { Remote } from './remote/find-remote.ts'
import { openSessions, type OpenedSessions } from './session/open-sessions.ts'
import type { Terminal } from './terminal/terminal.ts'

export interface HostOptions {
  checkout: Checkout
  remote: Remote
  github: OpenedGithub
  environment: Readonly<Record<string, string | undefined>>
  terminal: Terminal
  /** A folder that is removed afterwards. */
  temporary: string
}

export interface OpenedHost {
  host: Host
  gitDirectory: string
  close(): Promise<void>
}

export async function openHost({ checkout, remote, github, environment, terminal, temporary }: HostOptions): Promise<OpenedHost> {
  const { actor, clock, forge } = github
  const access = { url: remote.url, ...(remote.token === undefined ? {} : { token: remote.token }) }
  // A bare repository is someone's remote: nothing of ours is put into it.
  const caches = join(checkout.bare ? temporary : checkout.gitDirectory, 'stagecoach')
  const git = await openGit({ ...access, directory: join(caches, 'git') })
  const sessions = openSessions(join(caches, 'sessions'))
  const ledger = ledgerIn(git, { clock, actor })
  const host: Host = {
    git,
    forge,
    ledger,
    packages: openPackageStore(git),
    releases: openReleaseStore(git),
    resolutions: openResolutions(git),
    databases: openDatabases(),
    commands: createCommands(environment, (group) => sessions.started(group)),
    workspace: createWorkspace(join(temporary, 'work')),
    http: createHttpProbe(),
    secrets: createEnvSecrets(environment, (value) => terminal.hide(value)),
    clock,
    actor,
    sessions,
    progress: (line) => terminal.progress(line),
    warn: (line) => terminal.warn(line),
  }
  return {
    host,
    gitDirectory: git.directory,
    async close() {
      await leaveAll(host, sessions)
      await git.close()
    },
  }
}

/** Whatever its end, the command does nothing any more: the workflows may go on where it stopped. */
async function leaveAll(host: Host, sessions: OpenedSessions): Promise<void> {
  sessions.end()
  const session = sessions.used()
  if (session === undefined) return
  try {
    await leaveLeases(host, session)
  } catch (error) {
    // Without the ledger only this checkout knows it.
    if (!(error instanceof StagecoachError)) throw error
  }
}
