import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { appendFile, mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres, type PostgresServer } from '../../story/stage/postgres-server.ts'
import type { StoryEngineName } from '../../story/stage/databases.ts'
import { openStage, type Stage, type StageOptions } from '../../story/stage/stage.ts'
import { releaseCopy } from './release-copy.ts'

export interface TemporaryStage {
  stage: Stage
  /** Ends everything and removes it; logs of runs stay in the folder that STAGECOACH_TEST_KEEP names. */
  close(): Promise<void>
}

/** The shop in a temporary folder, away from the workspace and its `node_modules`. */
export async function openTemporaryStage(
  engine: StoryEngineName,
  options: Pick<StageOptions, 'startsAt' | 'configure'> = {},
): Promise<TemporaryStage> {
  const directory = await mkdtemp(join(tmpdir(), 'stagecoach-stage-'))
  const server = engine === 'postgres' ? await startPostgres() : undefined
  if (engine === 'postgres' && server === undefined) throw new Error('There is no PostgreSQL server to test on.')
  const stage = await openStage({
    directory,
    release: releaseCopy(),
    ...(server === undefined ? {} : { server: server.url }),
    ...options,
  })
  await reportEngine(stage)
  return { stage, close: () => close(stage, server, directory) }
}

async function close(stage: Stage, server: PostgresServer | undefined, directory: string): Promise<void> {
  try {
    await keepLogs(stage)
    await stage.close()
  } finally {
    await server?.close()
    await rm(directory, { recursive: true, force: true })
  }
}

async function keepLogs(stage: Stage): Promise<void> {
  const kept = process.env['STAGECOACH_TEST_KEEP']
  if (kept === undefined) return
  await mkdir(kept, { recursive: true })
  for (const run of stage.simulator.runs) {
    const log = [run.log, ...run.jobs.map((job) => job.log)].join('\n')
    await writeFile(join(kept, `${run.id} ${run.workflowName} ${run.conclusion}.log`), log)
  }
}

/** For the closing lines of `npm test`: the engine that really ran. */
async function reportEngine({ databases }: Stage): Promise<void> {
  const file = process.env['STAGECOACH_TEST_ENGINES_LOG']
  if (file === undefined) return
  const [row] = await databases.rows('production', `select split_part(current_setting('server_version'), ' ', 1) as version`)
  const name = databases.engine === 'postgres' ? 'PostgreSQL' : 'PGlite, PostgreSQL'
  await appendFile(file, `${name} ${String(row?.['version'])}\n`)
}
