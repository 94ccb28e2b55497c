import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openServer } from './postgres.ts'
import { copyRelease } from './prepare.ts'
import type { Ground } from './world.ts'

export interface OpenGround {
  ground: Ground
  close(): Promise<void>
}

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** A server, the release tree out of the workspace, and a folder for everything. Kills at database writes need a real server. */
export async function openGround(): Promise<OpenGround> {
  const directory = await mkdtemp(join(tmpdir(), 'stagecoach-kill-'))
  const server = await openServer()
  const release = await copyRelease(process.env['STAGECOACH_TEST_RELEASE'] ?? join(root, 'release'), directory)
  return {
    ground: { release, server, directory },
    async close() {
      await server.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
