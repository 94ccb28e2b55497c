import type { Engine } from '@stagecoach/core'
import { appendFile } from 'node:fs/promises'
import type { Session } from '../engine/session.ts'

/** Tells `npm test` which engine really ran, for its closing lines: one line into the file named by STAGECOACH_TEST_ENGINES_LOG. */
export async function reportEngine(
  engine: Engine,
  session: Session,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  const file = environment['STAGECOACH_TEST_ENGINES_LOG']
  if (file === undefined) return
  const [row] = await session.query('show server_version')
  const version = String(row?.['server_version']).split(' ')[0] ?? ''
  await appendFile(file, `${engine === 'postgres' ? 'PostgreSQL' : 'PGlite'} ${version}\n`)
}
