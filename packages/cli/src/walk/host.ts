import type { Actor, Databases, Forge, Git, Host, Secrets, TargetDatabase, Workspace } from '@stagecoach/core'
import { ledgerIn, openPackageStore, openReleaseStore, openResolutions, type OpenGit } from '@stagecoach/git'
import { openForge } from '@stagecoach/github'
import type { Fate } from './crash.ts'
import { repository } from './shop.ts'

export interface HostOptions {
  api: string
  token: string
  /** As this run alone sees it. */
  git: OpenGit
  databases: Databases
  now: () => Date
  actor: Actor
  fate: Fate
  log: (line: string) => void
}

const pushes = ['push'] as const satisfies (keyof Git)[]
const writes = [
  'open',
  'update',
  'upsertComment',
  'merge',
  'setStatus',
  'dispatch',
  'recordDeployment',
] as const satisfies (keyof Forge)[]
const changes = [
  'prepare',
  'raiseFence',
  'begin',
  'apply',
  'undo',
  'leaveBehind',
  'noteApplied',
  'applyObjects',
  'record',
  'settle',
] as const satisfies (keyof TargetDatabase)[]

/** What a workflow run's composition root puts together, with a fate in every port that changes something. */
export function openHost(options: HostOptions): Host {
  const { api, token, actor, fate, log, databases } = options
  const git = fate.guard('git', options.git, pushes)
  const clock = { now: options.now }
  const forge = openForge({ token, apiUrl: api, repository, second: 1, ...(actor.run === undefined ? {} : { run: actor.run }) })
  const open: Databases['open'] = async (target) => fate.guard('database', await databases.open(target), changes)
  return {
    git,
    forge: fate.guard('forge', forge, writes),
    ledger: ledgerIn(git, { clock, actor }),
    packages: openPackageStore(git),
    releases: openReleaseStore(git),
    resolutions: openResolutions(git),
    databases: fate.guard('databases', { ...databases, open }, ['provision']),
    commands: { run: () => Promise.reject(new Error('The shop runs no command.')) },
    workspace: nowhere,
    http: { get: () => Promise.reject(new Error('The shop asks no server.')) },
    secrets: literal,
    clock,
    actor,
    progress: () => undefined,
    warn: log,
  }
}

/** Nothing runs in a folder, so none is made. */
const nowhere: Workspace = {
  unpack: () => Promise.resolve('/nowhere'),
  dispose: () => Promise.resolve(),
  collect: () => Promise.resolve(new Map()),
  write: () => Promise.resolve(),
}

const literal: Secrets = { resolve: (values) => ({ ...values }) }
