import type { ValueMap } from '../expressions/value.ts'
import { isMap, toText } from '../expressions/value.ts'
import type { Frame } from './frame.ts'
import { runnerContext } from './frame.ts'

/** Entries of the `github` context that become GITHUB_* variables; the token is not among them. */
const GITHUB_VARIABLES = [
  'actor', 'actor_id', 'api_url', 'base_ref', 'event_name', 'event_path', 'graphql_url', 'head_ref', 'job', 'ref',
  'ref_name', 'ref_protected', 'ref_type', 'repository', 'repository_id', 'repository_owner', 'repository_owner_id',
  'retention_days', 'run_attempt', 'run_id', 'run_number', 'server_url', 'sha', 'triggering_actor', 'workflow',
  'workflow_ref', 'workflow_sha', 'workspace',
] // prettier-ignore

export interface CommandFiles {
  readonly env: string
  readonly output: string
  readonly path: string
  readonly state: string
  readonly summary: string
}

/**
 * The whole environment of a child process: nothing of the host's but PATH, then the workflow's variables, then
 * GITHUB_* and RUNNER_*, which a workflow cannot change
 * (https://docs.github.com/actions/reference/workflows-and-actions/variables#default-environment-variables).
 */
export function stepEnvironment(
  frame: Frame,
  env: Readonly<Record<string, string>>,
  files: CommandFiles,
  actionName: string,
): Record<string, string> {
  const { session } = frame
  const { options } = session.facts
  const base = {
    PATH: process.env['PATH'] ?? '',
    LANG: 'C.UTF-8',
    HOME: session.folders.home,
    CI: 'true',
    ...options.environment,
  }
  const all: Record<string, string> = {
    ...base,
    ...env,
    ...defaultVariables(frame),
    GITHUB_ACTION: actionName,
    GITHUB_ENV: files.env,
    GITHUB_OUTPUT: files.output,
    GITHUB_PATH: files.path,
    GITHUB_STATE: files.state,
    GITHUB_STEP_SUMMARY: files.summary,
  }
  return { ...all, PATH: [...session.path, all['PATH'] ?? ''].join(':') }
}

function defaultVariables(frame: Frame): Record<string, string> {
  const { session, action } = frame
  const github: ValueMap = { ...asMap(session.facts.contexts['github']), workspace: session.folders.workspace }
  const variables: Record<string, string> = { GITHUB_ACTIONS: 'true' }
  for (const name of GITHUB_VARIABLES) variables[`GITHUB_${name.toUpperCase()}`] = toText(github[name] ?? null)
  for (const [name, value] of Object.entries(runnerContext(session))) variables[`RUNNER_${name.toUpperCase()}`] = toText(value)
  variables['RUNNER_WORKSPACE'] = session.facts.folder
  if (action !== undefined) variables['GITHUB_ACTION_PATH'] = action.path
  return {
    ...variables,
    GITHUB_ACTION_REPOSITORY: action?.repository ?? '',
    GITHUB_ACTION_REF: action?.ref ?? '',
  }
}

function asMap(value: unknown): ValueMap {
  return isMap(value as ValueMap) ? (value as ValueMap) : {}
}
