import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { repository, type Stage } from '../../story/stage/stage.ts'

/** Runs the CLI's bundle as maya, and kills it (SIGKILL) as soon as it says `words` on stderr. Answers with what it had said; fails when it ended before. */
export async function killedAt(stage: Stage, words: string, args: readonly string[]): Promise<string> {
  const cwd = (await stage.clone('maya')).folder
  const program = join(stage.release, 'cli/stagecoach.js')
  // The token stands in the clone's remote.
  const own = { PATH: process.env['PATH'], HOME: cwd, GITHUB_API_URL: stage.simulator.url, GITHUB_REPOSITORY: repository }
  const child = spawn(process.execPath, [program, ...args], { cwd, env: { ...own, ...stage.databases.secrets } })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text
    if (said.includes(words)) child.kill('SIGKILL')
  })
  child.stdout.resume()
  const signal = await new Promise<string | null>((resolve) => child.once('close', (_code, by) => resolve(by)))
  if (signal !== 'SIGKILL') throw new Error(`It ended before it said '${words}':\n${said}`)
  return said
}
