import { existsSync } from 'node:fs'
import { openEmbedded } from '../engine/embedded-session.ts'
import { makeEmptyFolder } from './empty-folder.ts'

/** Somebody's SQL past Stagecoach on a folder of the embedded engine, made when missing. */
export async function byHand(folder: string, sql: string): Promise<void> {
  if (!existsSync(folder)) await makeEmptyFolder(folder)
  const session = await openEmbedded(folder, true)
  await session.exec(sql).finally(() => session.close())
}
