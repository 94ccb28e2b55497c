import type { Config, Room } from '@stagecoach/core'
import type { Runner } from './runner.ts'

export interface RoomOptions {
  'github-token': string
  'app-slug': string | undefined
  config: string
  environment: Readonly<Record<string, string | undefined>>
  runner: Runner
}

export interface OpenedRoom {
  room: Room
  folders: { temporary: string; workspace: string }
  close(): Promise<void>
}

export async function openRoom(_options: RoomOptions): Promise<OpenedRoom> {
  throw new Error('not yet')
}
export type { Config }
