import type { Commands } from '@stagecoach/core'
import { runProcess, type ProcessResult } from './run-process.ts'
import { splitCommandLine } from './split-command-line.ts'

/** Inherited from the environment around us; everything else, tokens and secrets above all, stays out. */
const inherited = ['PATH', 'HOME', 'TMPDIR'] as const

/** Commands on this machine. `around` is the environment of the process; the limit of time is for the whole line. `onStart` is told the process group of each. Errors: `command-syntax`. */
export function createCommands(
  around: Readonly<Record<string, string | undefined>>,
  onStart?: (group: number) => void,
): Commands {
  return {
    async run({ line, cwd, env, timeout }) {
      const commands = splitCommandLine(line)
      const whole = { ...pick(around), ...env }
      const deadline = performance.now() + timeout
      let result: ProcessResult = { exitCode: 0, timedOut: false, stdout: '', stderr: '' }
      for (const argv of commands) {
        const left = Math.max(deadline - performance.now(), 1)
        const next = await runProcess({ argv, cwd, env: whole, timeout: left, onStart })
        result = { ...next, stdout: result.stdout + next.stdout, stderr: result.stderr + next.stderr }
        if (next.exitCode !== 0) break
      }
      return { ...result, stdout: result.stdout.slice(-keptLength), stderr: result.stderr.slice(-keptLength) }
    },
  }
}

const keptLength = 64 * 1024

function pick(around: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(inherited.flatMap((name) => (around[name] === undefined ? [] : [[name, around[name]]])))
}
