import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { fileURLToPath } from 'node:url'
import { startPostgres } from '../story/stage/postgres-server.ts'
import { openStage, type Stage } from '../story/stage/stage.ts'
import { tellStory } from './tell-story.ts'

/** `npm run demo`: the story on the embedded engine, or with `--engine postgres` on a server (STAGECOACH_TEST_DATABASE_URL, else one of its own). `--stay` keeps GitHub and server running to look around. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      engine: { type: 'string', default: 'embedded' },
      folder: { type: 'string' },
      stay: { type: 'boolean', default: false },
    },
  })
  const { engine } = values
  if (engine !== 'embedded' && engine !== 'postgres') throw new Error(`--engine is embedded or postgres, not '${engine}'.`)
  const root = fileURLToPath(new URL('../../', import.meta.url))
  const directory = values.folder ?? join(root, '.demo')
  await rm(directory, { recursive: true, force: true })
  await mkdir(directory, { recursive: true })
  const start = performance.now()
  const say = (line: string): void => console.log(`${((performance.now() - start) / 1000).toFixed(1).padStart(6)} s  ${line}`)
  const server = engine === 'postgres' ? await startPostgres() : undefined
  if (engine === 'postgres' && server === undefined)
    throw new Error('There is no PostgreSQL here. Install the package `postgresql`.')
  const stage = await openStage({
    directory,
    release: join(root, 'release'),
    say,
    ...(server === undefined ? {} : { server: server.url }),
  })
  try {
    await tellStory(stage)
    sayWhereToLook(stage, say)
    if (values.stay) await untilInterrupted(stage, say)
  } finally {
    await saveLogs(stage)
    await stage.close()
    await server?.close()
  }
}

async function saveLogs(stage: Stage): Promise<void> {
  const folder = join(stage.directory, 'runs')
  await mkdir(folder, { recursive: true })
  for (const run of stage.simulator.runs) {
    const log = [run.log, ...run.jobs.map((job) => job.log)].join('\n')
    await writeFile(join(folder, `${run.id} ${run.workflowName} ${run.conclusion}.log`), log)
  }
}

function sayWhereToLook(stage: Stage, say: (line: string) => void): void {
  say('Where to look:')
  say(`   git -C ${stage.bare} log --oneline --graph env/integration env/qa main`)
  say(`   git -C ${stage.bare} show stagecoach/ledger --stat`)
  say(`   git clone ${stage.bare} shop && cd shop && node ${join(stage.directory, 'release/cli/stagecoach.js')} status`)
  say(`   the logs of every run: ${join(stage.directory, 'runs')}`)
  say(`   the databases: ${stage.databases.place('qa')} and its neighbours`)
  say(`   what is deployed: ${join(stage.directory, 'deployed')}`)
}

/** With `--stay` people look at the pull requests in a browser, too. */
async function untilInterrupted(stage: Stage, say: (line: string) => void): Promise<void> {
  say(`GitHub runs at ${stage.simulator.url} until you press Ctrl-C`)
  await new Promise<void>((resolve) => process.once('SIGINT', () => resolve()))
}

await main()
