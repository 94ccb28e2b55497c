import { execFile } from 'node:child_process'
import { access, chown, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const debian = [15, 16, 17, 18].map((version) => `/usr/lib/postgresql/${version}/bin`)
const programs = await findPrograms()
const asRoot = process.getuid?.() === 0

export interface PostgresServer {
  /** Of a database on it, by a role that may make databases and roles. */
  url: string
  name: string
  /** Stops a server of our own and removes its data. */
  close(): Promise<void>
  /** Stops a server of our own and keeps its data, for somebody to look into later. */
  leave(): Promise<LeftServer | undefined>
}

export interface LeftServer {
  folder: string
  /** Command line that starts it again. */
  start: string
}

/** Whether `startPostgres` would give a server. */
export function hasPostgres(): boolean {
  return (process.env['STAGECOACH_TEST_DATABASE_URL'] ?? '') !== '' || programs !== undefined
}

/** The server that STAGECOACH_TEST_DATABASE_URL names, else one of our own on a free port; undefined where there is neither. */
export async function startPostgres(): Promise<PostgresServer | undefined> {
  const given = process.env['STAGECOACH_TEST_DATABASE_URL']
  if (given !== undefined && given !== '')
    return {
      url: given,
      name: 'PostgreSQL (given server)',
      close: () => Promise.resolve(),
      leave: () => Promise.resolve(undefined),
    }
  return programs === undefined ? undefined : startOwn()
}

async function startOwn(): Promise<PostgresServer> {
  const folder = await mkdtemp(join(tmpdir(), 'stagecoach-server-'))
  const data = join(folder, 'data')
  if (asRoot) await chown(folder, await idOf('-u'), await idOf('-g'))
  const start = (program: string, args: string[]): Promise<unknown> => {
    const [command = '', ...rest] = commandLine(program, args)
    return run(command, rest, { cwd: folder })
  }
  const port = await freePort()
  const stop = (): Promise<void> => removeServer(folder)
  const settings = [
    'fsync=off',
    'full_page_writes=off',
    'synchronous_commit=off',
    'listen_addresses=127.0.0.1',
    'max_connections=100',
  ]
  const options = [`-p ${port}`, `-k ${folder}`, ...settings.map((setting) => `-c ${setting}`)].join(' ')
  const boot = ['-D', data, '-o', options, '-l', join(folder, 'log'), '-w', '-t', '60', 'start']
  try {
    await start('initdb', ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'])
    await start('pg_ctl', boot)
  } catch (error) {
    await stop()
    throw error
  }
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    name: `PostgreSQL of ${programs ?? ''}`,
    close: stop,
    async leave() {
      await start('pg_ctl', ['-D', data, '-m', 'fast', '-w', 'stop'])
      return { folder, start: commandLine('pg_ctl', boot).map(shellWord).join(' ') }
    },
  }
}

/** Ends a server that `leave` left, if somebody started it again, and removes its data. */
export async function removeServer(folder: string): Promise<void> {
  const [command = '', ...args] = commandLine('pg_ctl', ['-D', join(folder, 'data'), '-m', 'immediate', '-w', 'stop'])
  // It may have stopped, or never have started.
  await run(command, args).catch(() => undefined)
  await rm(folder, { recursive: true, force: true })
}

/** PostgreSQL refuses to run as root. The arguments reach the shell as its own, so no name is read as code. */
function commandLine(program: string, args: readonly string[]): string[] {
  const command = [join(programs ?? '', program), ...args]
  return asRoot ? ['su', 'postgres', '-s', '/bin/sh', '-c', '"$0" "$@"', '--', ...command] : command
}

/** For a person to paste. */
function shellWord(word: string): string {
  return /^[\w./:=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('No free port on 127.0.0.1.')
  return address.port
}

async function idOf(kind: '-u' | '-g'): Promise<number> {
  return Number((await run('id', [kind, 'postgres'])).stdout)
}

/** The folder on the path, or of Debian's packages, that has a server's programs. */
async function findPrograms(): Promise<string | undefined> {
  for (const folder of [...(process.env['PATH'] ?? '').split(':'), ...debian]) {
    const there = await access(join(folder, 'initdb')).then(
      () => true,
      () => false,
    )
    if (there) return folder
  }
  return undefined
}
