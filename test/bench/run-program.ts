import { execFile, spawn } from 'node:child_process'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** git and PostgreSQL's programs as a person has them, apart from what people configure. */
const environment = {
  ...process.env,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.com',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.com',
  LC_ALL: 'C',
}

/** Standard output, without the line break at its end. */
export async function program(name: string, ...args: string[]): Promise<string> {
  const { stdout } = await run(name, args, { env: environment, maxBuffer: 1 << 30 })
  return stdout.trimEnd()
}

export function git(folder: string, ...args: string[]): Promise<string> {
  return program('git', '-C', folder, ...args)
}

/** Runs a program with a text on its standard input. */
export async function feed(input: string, name: string, ...args: string[]): Promise<void> {
  const child = spawn(name, args, { env: environment, stdio: ['pipe', 'inherit', 'inherit'] })
  const done = exitOf(child)
  await pipeline([input], child.stdin)
  await done
}

/** `first | second`. */
export async function piped(first: readonly string[], second: readonly string[]): Promise<void> {
  const [from = '', ...fromArgs] = first
  const [into = '', ...intoArgs] = second
  const source = spawn(from, fromArgs, { env: environment, stdio: ['ignore', 'pipe', 'inherit'] })
  const sink = spawn(into, intoArgs, { env: environment, stdio: ['pipe', 'ignore', 'inherit'] })
  const done = [exitOf(source), exitOf(sink)]
  await pipeline(source.stdout, sink.stdin)
  await Promise.all(done)
}

function exitOf(child: ReturnType<typeof spawn>): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) resolve()
      else reject(new Error(`${child.spawnfile} ended with ${String(code)}.`))
    })
  })
}
