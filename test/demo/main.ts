import { cp, mkdir, readlink, rm, symlink, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { fileURLToPath } from 'node:url'
import { removeServer, startPostgres, type LeftServer, type PostgresServer } from '../story/stage/postgres-server.ts'
import { openStage, type Stage } from '../story/stage/stage.ts'
import { askEmbedded } from './ask-embedded.ts'
import { isStory, stories, tellStory } from './tell-story.ts'

/** `npm run demo`: the story on the embedded engine, or with `--engine postgres` on a server (STAGECOACH_TEST_DATABASE_URL, else one of its own). `--story living` tells how it goes on. `--stay` keeps GitHub and server running to look around; `--ask qa 'select …'` asks an embedded database that the last demo left. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: {
      engine: { type: 'string', default: 'embedded' },
      story: { type: 'string', default: 'first' },
      folder: { type: 'string' },
      stay: { type: 'boolean', default: false },
      ask: { type: 'string' },
    },
    allowPositionals: true,
  })
  const { engine, ask, story } = values
  if (engine !== 'embedded' && engine !== 'postgres') throw new Error(`--engine is embedded or postgres, not '${engine}'.`)
  if (!isStory(story)) throw new Error(`--story is ${Object.keys(stories).join(' or ')}, not '${story}'.`)
  const root = fileURLToPath(new URL('../../', import.meta.url))
  const directory = values.folder ?? join(root, '.demo')
  if (ask !== undefined) return askEmbedded(directory, ask, positionals)
  await clear(directory)
  const start = performance.now()
  const say = (line: string): void => console.log(`${((performance.now() - start) / 1000).toFixed(1).padStart(6)} s  ${line}`)
  const server = engine === 'postgres' ? await startPostgres() : undefined
  if (engine === 'postgres' && server === undefined)
    throw new Error('There is no PostgreSQL here. Install the package `postgresql`.')
  const stage = await openStage({
    directory,
    release: await copyRelease(join(root, 'release'), directory),
    say,
    ...(server === undefined ? {} : { server: server.url }),
  })
  try {
    await tellStory(stage, story)
    sayWhereToLook(stage, say)
    if (values.stay) await untilInterrupted(stage, say)
  } finally {
    await saveLogs(stage)
    await stage.close()
    const left = await leave(server, directory)
    if (left !== undefined) say(`   the server is stopped, its data kept; to start it again: ${left.start}`)
  }
}

/** To where no `node_modules` serves it. */
async function copyRelease(built: string, directory: string): Promise<string> {
  const copy = join(directory, 'release')
  await cp(built, copy, { recursive: true })
  return copy
}

const serverLink = 'server'

/** What the demo before left: its files, and the data of its server, which lies where the account of the server may go. */
async function clear(directory: string): Promise<void> {
  const server = await readlink(join(directory, serverLink)).catch(() => undefined)
  if (server !== undefined && basename(server).startsWith('stagecoach-server-')) await removeServer(server)
  await rm(directory, { recursive: true, force: true })
  await mkdir(directory, { recursive: true })
}

async function leave(server: PostgresServer | undefined, directory: string): Promise<LeftServer | undefined> {
  const left = await server?.leave()
  if (left !== undefined) await symlink(left.folder, join(directory, serverLink))
  return left
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
  say(`   git clone ${stage.bare} shop && cd shop && node ${join(stage.release, 'cli/stagecoach.js')} status`)
  say(`   the logs of every run: ${join(stage.directory, 'runs')}`)
  const { databases } = stage
  if (databases.engine === 'postgres') say(`   psql ${databases.place('qa')} (and its neighbours)`)
  else say(`   npm run demo -- --ask qa "select * from stagecoach.log" (the folder is ${databases.place('qa')})`)
  say(`   what is deployed: ${join(stage.directory, 'deployed')}`)
}

/** With `--stay` people look at the pull requests in a browser, too. */
async function untilInterrupted(stage: Stage, say: (line: string) => void): Promise<void> {
  say(`GitHub runs at ${stage.simulator.url} until you press Ctrl-C`)
  await new Promise<void>((resolve) => process.once('SIGINT', () => resolve()))
}

await main()
