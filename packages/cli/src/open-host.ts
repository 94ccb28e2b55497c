import { join } from 'node:path'
import type { Host } from '@stagecoach/core'
import { openDatabases } from '@stagecoach/database'
import { ledgerIn, openGit, openPackageStore, openReleaseStore, openResolutions } from '@stagecoach/git'
import { createCommands, createEnvSecrets, createHttpProbe, createWorkspace } from '@stagecoach/node-host'
import type { OpenedGithub } from './open-github.ts'
import type { Checkout } from './remote/checkout.ts'
import type { Remote } from './remote/find-remote.ts'
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
  const ledger = ledgerIn(git, { clock, actor })
  const host: Host = {
    git,
    forge,
    ledger,
    packages: openPackageStore(git),
    releases: openReleaseStore(git),
    resolutions: openResolutions(git),
    databases: openDatabases(),
    commands: createCommands(environment),
    workspace: createWorkspace(join(temporary, 'work')),
    http: createHttpProbe(),
    secrets: createEnvSecrets(environment, (value) => terminal.hide(value)),
    clock,
    actor,
    progress: (line) => terminal.progress(line),
    warn: (line) => terminal.warn(line),
  }
  return {
    host,
    gitDirectory: git.directory,
    async close() {
      await git.close()
    },
  }
}
