import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { giveOnce, readConfig, readRefs, type Room } from '@stagecoach/core'
import { createWorkspace } from '@stagecoach/node-host'
import { openGithub } from './open-github.ts'
import { openHost } from './open-host.ts'
import type { Checkout } from './remote/checkout.ts'
import { findRemote, type Remote } from './remote/find-remote.ts'
import type { Surroundings } from './surroundings.ts'
import type { Terminal } from './terminal/terminal.ts'
import { unpackTree } from './unpack-tree.ts'

export interface RoomOptions {
  /** Does without the API where it can: for verbs that only look at refs and ledger. */
  offline?: boolean
  /** Unpacks the default branch's files, in which configured commands run. */
  files?: boolean
}

export interface OpenedRoom {
  room: Room
  remote: Remote
  /** Where fetched objects lie. */
  gitDirectory: string
  close(): Promise<void>
}

/** The composition root of the command line. What was fetched stays below the checkout's `.git/stagecoach`, so that the next verb fetches little; it may be deleted at any time. */
export async function openRoom(
  checkout: Checkout,
  { environment }: Pick<Surroundings, 'environment'>,
  terminal: Terminal,
  options: RoomOptions & { config: string },
): Promise<OpenedRoom> {
  const remote = await findRemote(checkout, environment)
  for (const token of [remote.token, remote.teamToken]) if (token !== undefined) terminal.hide(token)
  const github = await openGithub(checkout, remote, terminal, options.offline === true)
  const temporary = await mkdtemp(join(tmpdir(), 'stagecoach-'))
  const opened = await openHost({ checkout, remote, github, environment, terminal, temporary })
  const { host } = opened
  const { defaultBranch } = github
  const close = async (): Promise<void> => {
    await opened.close()
    await rm(temporary, { recursive: true, force: true })
  }
  try {
    const refs = await readRefs(host.git)
    const config = await readConfig(host.git, refs, { defaultBranch, path: options.config })
    const tip = options.files === true ? refs.get(`refs/heads/${defaultBranch}`)?.oid : undefined
    const files = tip === undefined ? undefined : await unpackTree(host, createWorkspace(join(temporary, 'files')), tip)
    const room: Room = { host, config, defaultBranch, checkout: files ?? checkout.folder, takeRefs: giveOnce(refs) }
    return { room, remote, gitDirectory: opened.gitDirectory, close }
  } catch (error) {
    await close()
    throw error
  }
}
