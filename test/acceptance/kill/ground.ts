import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { releaseCopy } from '../stage/release-copy.ts'
import { openServer } from './postgres.ts'
import type { Ground } from './world.ts'

export interface OpenGround {
  ground: Ground
  close(): Promise<void>
}

/** A server, the release tree out of the workspace, and a folder for everything. Kills at database writes need a real server. */
export async function openGround(): Promise<OpenGround> {
  const directory = await mkdtemp(join(tmpdir(), 'stagecoach-kill-'))
  const server = await openServer()
  return {
    ground: { release: releaseCopy(), server, directory },
    async close() {
      await server.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
