import { randomUUID } from 'node:crypto'
import { existsSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { interpolate } from '../expressions/template.ts'
import type { Scope } from '../expressions/evaluate.ts'
import { toText } from '../expressions/value.ts'
import type { Step } from '../workflow/workflow.ts'
import { logEnv, runStepProcess } from './run-process.ts'
import type { StepCall } from './run-process.ts'

/** How a shell is started; `{0}` is the script. Naming bash turns on pipefail, the unnamed default does not. */
const SHELLS: Readonly<Record<string, string>> = {
  bash: 'bash --noprofile --norc -eo pipefail {0}',
  sh: 'sh -e {0}',
  python: 'python {0}',
}
const DEFAULT_SHELL = 'bash -e {0}'

/** Runs the script of a `run:` step. */
export async function runScript(call: StepCall, step: Step, scope: Scope): Promise<boolean> {
  const { session, inputs } = call.frame
  // Defaults of the job are not handed down into a composite action.
  const named =
    step.shell === undefined ? (inputs === undefined ? session.defaultShell : undefined) : interpolate(toText(step.shell), scope)
  const folder = step.workingDirectory === undefined ? undefined : interpolate(toText(step.workingDirectory), scope)
  const cwd = resolve(session.folders.workspace, folder ?? (inputs === undefined ? (session.defaultFolder ?? '') : ''))
  const script = interpolate(step.run ?? '', scope)
  call.output.line(`##[group]Run ${script.trimStart().split('\n')[0] ?? ''}`)
  for (const line of script.trimEnd().split('\n')) call.output.line(` ${line}`)
  const template = named === undefined ? DEFAULT_SHELL : (SHELLS[named] ?? named)
  call.output.line(`shell: ${template}`)
  logEnv(call)
  call.output.line('##[endgroup]')
  if (!template.includes('{0}')) {
    call.output.line(
      `##[error]Invalid shell option "${template}". Shell must be a valid built-in (bash, sh, python) or a format string containing '{0}'`,
    )
    return false
  }
  if (!existsSync(cwd)) {
    call.output.line(`##[error]The working directory "${cwd}" does not exist.`)
    return false
  }
  const file = join(session.folders.temp, `${randomUUID()}.${named === 'python' ? 'py' : 'sh'}`)
  writeFileSync(file, `${script}\n`)
  const [command = 'bash', ...args] = template.split(/\s+/).map((word) => word.replace('{0}', file))
  return runStepProcess(call, { command, args, cwd })
}
