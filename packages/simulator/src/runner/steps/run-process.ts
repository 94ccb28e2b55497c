import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { FileCommandProblem, parseEnvironment, parseKeyValues, prependPath } from '../commands/file-command.ts'
import type { StepOutput } from '../commands/step-output.ts'
import type { StepRecord } from '../run-record.ts'
import type { Frame } from './frame.ts'
import { stepEnvironment } from './step-environment.ts'
import type { CommandFiles } from './step-environment.ts'

/** GitHub drops a larger summary, with an error that does not fail the step. */
const SUMMARY_LIMIT = 1024 * 1024

/** A step about to do its work: where it stands, what it sees and where its words go. */
export interface StepCall {
  readonly frame: Frame
  readonly actionName: string
  /** The workflow's variables with this step's own `env:`. */
  readonly env: Readonly<Record<string, string>>
  readonly ownEnv: Readonly<Record<string, string>>
  /** The step a person sees; inner steps of a composite write into the outer one's. */
  readonly record: StepRecord
  readonly output: StepOutput
  readonly outputs: Record<string, string>
  readonly signal: AbortSignal
}

export interface ProcessCall {
  readonly command: string
  readonly args: readonly string[]
  readonly cwd: string
  /** Variables for this process alone: INPUT_*, STATE_*. */
  readonly extra?: Readonly<Record<string, string>>
  /** Where GITHUB_STATE is collected for the action's post. */
  readonly state?: Record<string, string>
}

/** Starts a process as a step: with its command files before and their effects after. True when it succeeded. */
export async function runStepProcess(call: StepCall, request: ProcessCall): Promise<boolean> {
  const { session } = call.frame
  const files = createCommandFiles(session.folders.temp)
  const code = await session.facts.processes.run({
    command: request.command,
    args: request.args,
    cwd: request.cwd,
    env: { ...stepEnvironment(call.frame, call.env, files, call.actionName), ...request.extra },
    onLine: (line) => call.output.line(line),
    signal: call.signal,
  })
  const accepted = applyCommandFiles(call, files, request.state ?? {})
  for (const file of Object.values(files)) rmSync(file, { force: true })
  if (code !== 0) call.output.line(`##[error]Process completed with exit code ${code}.`)
  return code === 0 && accepted && !call.output.failed
}

/** The variables of the workflow as they stand at the head of a step's log, where a secret not masked would show. */
export function logEnv(call: StepCall): void {
  if (Object.keys(call.env).length > 0) call.output.line('env:')
  for (const [name, value] of Object.entries(call.env)) call.output.line(`  ${name}: ${value}`)
}

function createCommandFiles(temp: string): CommandFiles {
  const folder = join(temp, '_runner_file_commands')
  mkdirSync(folder, { recursive: true })
  const id = randomUUID()
  const file = (kind: string): string => {
    const path = join(folder, `${kind}_${id}`)
    writeFileSync(path, '')
    return path
  }
  return {
    env: file('set_env'),
    output: file('set_output'),
    path: file('add_path'),
    state: file('save_state'),
    summary: file('step_summary'),
  }
}

function applyCommandFiles(call: StepCall, files: CommandFiles, state: Record<string, string>): boolean {
  const { frame, record } = call
  const { session } = frame
  const apply = (kind: string, file: string, effect: (text: string) => void): boolean => {
    try {
      if (existsSync(file)) effect(readFileSync(file, 'utf8'))
      return true
    } catch (error) {
      if (!(error instanceof FileCommandProblem)) throw error
      call.output.line(`##[error]Unable to process file command '${kind}' successfully.`)
      call.output.line(`##[error]${error.message}`)
      return false
    }
  }
  const results = [
    apply('env', files.env, (text) => {
      for (const { key, value } of parseEnvironment(text)) {
        session.env[key] = value
        delete frame.overlay[key]
      }
    }),
    apply('path', files.path, (text) => void (session.path = prependPath(session.path, text))),
    apply('output', files.output, (text) => {
      for (const { key, value } of parseKeyValues(text)) call.outputs[key] = value
    }),
    apply('state', files.state, (text) => {
      for (const { key, value } of parseKeyValues(text)) state[key] = value
    }),
    apply('summary', files.summary, (text) => {
      if (Buffer.byteLength(text) <= SUMMARY_LIMIT) record.summary += session.masks.apply(text)
      else call.output.line('::error::$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of 1024k')
    }),
  ]
  return results.every(Boolean)
}
