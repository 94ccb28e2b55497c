import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, chown, mkdtemp, readFile, rm, writeFile, access } from 'node:fs/promises'
import { createServer } from 'node:net'
import { delimiter, join } from 'node:path'
import { openPostgres } from '../engine/postgres-session.ts'

/** A PostgreSQL for tests. */
export interface TestServer {
  /** Where it came from, for the closing lines of a test run. */
  readonly origin: string
  /** URL of the superuser; `database` is `postgres` unless named. */
  url(database?: string): string
  /** Makes an empty database with a fresh name and gives its URL. */
  createDatabase(): Promise<string>
  stop(): Promise<void>
}

/**
 * A server named by STAGECOACH_TEST_DATABASE_URL, else one in PATH, else Debian's package; as root through `su postgres`, since
 * PostgreSQL refuses to run as root. Its files lie in a temporary folder and are removed by `stop`.
 */
export async function startPostgres(environment: NodeJS.ProcessEnv = process.env): Promise<TestServer> {
  const given = environment['STAGECOACH_TEST_DATABASE_URL']
  if (given !== undefined && given !== '') return server(given, 'STAGECOACH_TEST_DATABASE_URL', () => Promise.resolve())
  const bin = await findBinaries(environment)
  const folder = await mkdtemp('/tmp/stagecoach-postgres-')
  const password = randomBytes(9).toString('hex')
  const port = await freePort()
  await writeFile(join(folder, 'password'), password)
  if (isRoot()) await giveToPostgres(folder)
  const data = join(folder, 'data')
  const initialise = [
    '-D',
    data,
    '-U',
    'postgres',
    '-A',
    'scram-sha-256',
    '--pwfile',
    join(folder, 'password'),
    '-E',
    'UTF8',
    '--no-sync',
  ]
  await asServerUser(join(bin, 'initdb'), [...initialise, '--locale=C'])
  const settings = [
    'fsync=off',
    'full_page_writes=off',
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${folder}`,
    'max_connections=60',
  ]
  const flags = ['-p', String(port), ...settings.flatMap((setting) => ['-c', setting])].join(' ')
  await asServerUser(join(bin, 'pg_ctl'), ['-D', data, '-w', '-l', join(folder, 'log'), '-o', flags, 'start'])
  const stop = async (): Promise<void> => {
    await asServerUser(join(bin, 'pg_ctl'), ['-D', data, '-m', 'immediate', 'stop'])
    await rm(folder, { recursive: true, force: true })
  }
  return server(`postgres://postgres:${password}@127.0.0.1:${String(port)}/postgres`, bin, stop)
}

function server(base: string, origin: string, stop: () => Promise<void>): TestServer {
  const url = (database = 'postgres'): string => {
    const changed = new URL(base)
    changed.pathname = `/${database}`
    return changed.href
  }
  return {
    origin,
    url,
    createDatabase: async () => {
      const name = `test_${randomBytes(5).toString('hex')}`
      const admin = await openPostgres(base, { showValues: true, settings: {} })
      await admin.exec(`create database ${name}`)
      await admin.close()
      return url(name)
    },
    stop,
  }
}

async function findBinaries(environment: NodeJS.ProcessEnv): Promise<string> {
  const folders = [
    ...(environment['PATH'] ?? '').split(delimiter),
    ...[18, 17, 16, 15].map((major) => `/usr/lib/postgresql/${String(major)}/bin`),
  ]
  for (const folder of folders) {
    const all = ['initdb', 'pg_ctl', 'postgres'].map((name) => access(join(folder, name)))
    if (
      folder !== '' &&
      (await Promise.all(all).then(
        () => true,
        () => false,
      ))
    )
      return folder
  }
  throw new Error('No PostgreSQL found: set STAGECOACH_TEST_DATABASE_URL, or install Debian’s "postgresql".')
}

function isRoot(): boolean {
  return process.getuid?.() === 0
}

async function giveToPostgres(folder: string): Promise<void> {
  const entry = (await readFile('/etc/passwd', 'utf8')).split('\n').find((line) => line.startsWith('postgres:'))
  const [, , uid, gid] = entry?.split(':') ?? []
  if (uid === undefined || gid === undefined) throw new Error('There is no user "postgres" to run the server as.')
  await chmod(folder, 0o755)
  for (const path of [folder, join(folder, 'password')]) await chown(path, Number(uid), Number(gid))
}

/** Arguments reach the program as "$@": nothing of them is read as shell text. pg_ctl leaves the server behind, so output goes nowhere. */
async function asServerUser(program: string, parameters: readonly string[]): Promise<void> {
  const [command, full] = isRoot()
    ? (['su', ['postgres', '-s', '/bin/sh', '-c', 'exec "$@"', '--', 'sh', program, ...parameters]] as const)
    : ([program, [...parameters]] as const)
  await new Promise<void>((resolve, reject) => {
    const child = spawn(command, full, { stdio: 'ignore', cwd: '/' })
    child.once('error', reject)
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${program} ended with ${String(code)}.`))))
  })
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() =>
        typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('No free port.')),
      )
    })
  })
}
