import { giveOnce, readConfig, type PushWake, type Room } from '@stagecoach/core'
import { readGithubContext } from './github-context.ts'
import { openHost } from './open-host.ts'
import type { Runner } from './runner.ts'

export interface RoomOptions {
  'github-token': string
  'app-slug': string | undefined
  /** Of an action that a push may wake: the push it says. */
  asked?: { wake: PushWake | undefined }
  /** Path of the configuration. */
  config: string
  environment: Readonly<Record<string, string | undefined>>
  runner: Runner
}

export interface OpenedRoom {
  room: Room
  folders: { temporary: string; workspace: string }
  branch: string | undefined
  close(): Promise<void>
}

/** Puts the host of a workflow run together and reads the configuration at the tip of the default branch. */
export async function openRoom({ environment, runner, ...inputs }: RoomOptions): Promise<OpenedRoom> {
  const context = readGithubContext(environment)
  const { temporary, workspace, branch } = context
  const { 'github-token': token, 'app-slug': appSlug, asked } = inputs
  const opened = await openHost({ context, environment, runner, token, appSlug, asked })
  try {
    const { defaultBranch, host, refs } = opened
    const config = await readConfig(host.git, refs, { defaultBranch, path: inputs.config })
    const room = { host, config, defaultBranch, checkout: workspace, takeRefs: giveOnce(refs) }
    return { room, folders: { temporary, workspace }, branch, close: opened.close }
  } catch (error) {
    await opened.close()
    throw error
  }
}
