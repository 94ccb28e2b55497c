import { execFile } from 'node:child_process'

/** Runs a line that Stagecoach advises, as a person pastes it into the shell of their clone. Fails when it does. */
export function runLine(run: string, cwd: string): Promise<void> {
  const env = { PATH: process.env['PATH'], HOME: cwd, GIT_CONFIG_GLOBAL: '/dev/null', GIT_TERMINAL_PROMPT: '0' }
  return new Promise((resolve, reject) => {
    execFile('sh', ['-e', '-c', run], { cwd, env }, (error, _stdout, stderr) => {
      if (error === null) resolve()
      else reject(new Error(`${run}\n${stderr}`))
    })
  })
}
