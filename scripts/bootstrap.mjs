#!/usr/bin/env node
// Runs the tests or the demo on a machine that has git, Node >= 20 and npm: everything else is fetched here.
// Plain JavaScript on purpose: it has to start before the Node that understands TypeScript is there.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkDemoArguments } from './demo-arguments.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const pinned = { node: manifest.config.node, pnpm: manifest.packageManager.split('@')[1] }
const oldestNode = 20
const jobs = { test: 'scripts/test.ts', demo: 'scripts/demo.ts' }

/** Says what is wrong and what to do, and ends the process. */
function stop(message, hint) {
  process.stderr.write(`stagecoach: ${message}\n${hint === undefined ? '' : `  ${hint}\n`}`)
  process.exit(2)
}

/** True when the command starts and ends well; its output is not shown. */
function answers(command, args) {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0
}

/** Runs a command on our terminal; resolves to its exit code (128 + signal number when it was killed). */
function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options })
    const forward = (signal) => child.kill(signal)
    process.on('SIGTERM', forward)
    process.on('SIGINT', forward)
    child.on('error', (error) => stop(`cannot start "${command}": ${error.message}`))
    child.on('close', (code, signal) => {
      process.off('SIGTERM', forward)
      process.off('SIGINT', forward)
      resolve(code ?? 128 + (signal === 'SIGINT' ? 2 : 15))
    })
  })
}

function checkMachine() {
  const major = Number(process.versions.node.split('.')[0])
  if (major < oldestNode)
    stop(`Node ${process.versions.node} is too old.`, `Install Node ${oldestNode} or newer; the rest is fetched.`)
  if (!answers('git', ['--version'])) stop('git is missing.', 'Install git (Debian: apt-get install git) and start again.')
}

/** A slip in the arguments of the demo is not found out after minutes of fetching and building. */
function answerDemoEarly(rest) {
  const answer = checkDemoArguments(rest)
  if (answer?.wrong !== undefined) stop(answer.wrong, 'See: npm run demo -- --help')
  if (answer === undefined) return
  process.stdout.write(answer.help)
  process.exit(0)
}

/** `npx` of the npm that belongs to this Node, run without a shell so that arguments stay arguments. */
function npx() {
  const beside = process.env.npm_execpath
  const file = beside?.endsWith('npm-cli.js') ? join(dirname(beside), 'npx-cli.js') : undefined
  if (file !== undefined && existsSync(file)) return { command: process.execPath, args: [file] }
  if (!answers('npx', ['--version'])) stop('npm is missing.', 'Install npm, which comes with Node.')
  return { command: 'npx', args: [] }
}

/** Starts this file again under the pinned Node with the pinned pnpm in PATH. */
function restartInside(job, rest) {
  process.stderr.write(`stagecoach: fetching Node ${pinned.node} and pnpm ${pinned.pnpm} (kept in npm's cache)\n`)
  const { command, args } = npx()
  const packages = ['--yes', `--package=node@${pinned.node}`, `--package=pnpm@${pinned.pnpm}`]
  return run(command, [...args, ...packages, '--', 'node', 'scripts/bootstrap.mjs', '--inside', job, ...rest])
}

/** Debian keeps servers out of PATH, one folder per major version. */
const debianServers = '/usr/lib/postgresql'

function hasPostgres() {
  if (process.env.STAGECOACH_TEST_DATABASE_URL) return true
  if (answers('postgres', ['--version'])) return true
  return (
    existsSync(debianServers) &&
    readdirSync(debianServers).some((major) => existsSync(join(debianServers, major, 'bin', 'postgres')))
  )
}

/** Debian as root is the one place where a server can be had without asking; elsewhere the closing lines say which engines ran. */
async function providePostgres() {
  if (hasPostgres()) return
  if (process.getuid?.() === 0 && answers('apt-get', ['--version'])) {
    process.stderr.write('stagecoach: installing PostgreSQL from the distribution\n')
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    const updated = await run('apt-get', ['-qq', 'update'], { env })
    const installed =
      updated === 0 && (await run('apt-get', ['-qq', 'install', '-y', '--no-install-recommends', 'postgresql'], { env }))
    if (installed === 0) return
  }
  process.stderr.write(
    'stagecoach: no PostgreSQL server here; only the embedded engine runs. Name one in STAGECOACH_TEST_DATABASE_URL to use it.\n',
  )
}

const wantsPostgres = (job, rest) => job === 'test' || rest.includes('postgres') || rest.includes('--engine=postgres')

async function inside(job, rest) {
  if (process.versions.node !== pinned.node) stop(`Node ${pinned.node} was asked for, Node ${process.versions.node} came.`)
  const installed = await run('pnpm', ['install', '--frozen-lockfile', '--reporter=append-only'])
  if (installed !== 0) return installed
  if (wantsPostgres(job, rest)) await providePostgres()
  return run(process.execPath, ['--disable-warning=ExperimentalWarning', jobs[job], ...rest])
}

const [first, ...others] = process.argv.slice(2)
const isInside = first === '--inside'
const [job, ...rest] = isInside ? others : [first, ...others]
if (!Object.hasOwn(jobs, job ?? '')) stop(`"${job ?? ''}" is not a job.`, `Jobs: ${Object.keys(jobs).join(', ')}.`)
if (!isInside && job === 'demo') answerDemoEarly(rest)
if (!isInside) checkMachine()
process.exit(await (isInside ? inside(job, rest) : restartInside(job, rest)))
