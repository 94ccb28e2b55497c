import type { Scope } from '../expressions/evaluate.ts'
import { hashFiles } from '../expressions/hash-files.ts'
import { statusFunctions } from '../expressions/status-functions.ts'
import type { JobStatus } from '../expressions/status-functions.ts'
import type { Value, ValueMap } from '../expressions/value.ts'
import type { JobSession } from '../job-session.ts'
import type { StepConclusion } from '../run-record.ts'

export interface StepResult {
  readonly outcome: StepConclusion
  readonly conclusion: StepConclusion
  readonly outputs: Readonly<Record<string, string>>
}

/** A list of steps being run: those of a job, or those of a composite action inside one. */
export interface Frame {
  readonly session: JobSession
  /** Inputs of the composite action; undefined for the job itself. */
  readonly inputs: ValueMap | undefined
  /** Folder, repository and ref of the composite action. */
  readonly action: ActionPlace | undefined
  /** Env of the steps that called this composite, nearest last. */
  readonly overlay: Record<string, string>
  readonly results: Map<string, StepResult>
  /** Names given to GITHUB_ACTION so far, so that each is its own. */
  readonly actionNames: Set<string>
  failed: boolean
}

export interface ActionPlace {
  readonly path: string
  readonly repository: string
  readonly ref: string
}

export function newFrame(session: JobSession, outer?: Pick<Frame, 'inputs' | 'action' | 'overlay'>): Frame {
  return {
    session,
    inputs: outer?.inputs,
    action: outer?.action,
    overlay: outer?.overlay ?? {},
    results: new Map(),
    actionNames: new Set(),
    failed: false,
  }
}

/** The environment variables a workflow has set, as this frame sees them. */
export function frameEnv(frame: Frame): Record<string, string> {
  return { ...frame.session.env, ...frame.overlay }
}

export function frameStatus(frame: Frame): JobStatus {
  return frame.session.cancelled ? 'cancelled' : frame.failed ? 'failure' : 'success'
}

/** Contexts and functions for the keys of a step; `secrets` are absent in `if:`, and in composite actions. */
export function stepScope(frame: Frame, env: Readonly<Record<string, string>>, place: 'if' | 'value'): Scope {
  const { session } = frame
  const { secrets, ...fixed } = session.facts.contexts
  const composite = frame.inputs !== undefined
  const contexts: Record<string, Value> = {
    ...fixed,
    ...(place === 'value' && !composite && secrets !== undefined ? { secrets } : {}),
    github: githubIn(frame),
    env,
    steps: Object.fromEntries([...frame.results].map(([id, result]) => [id, { ...result }])),
    job: { status: session.status },
    runner: runnerContext(session),
    ...(frame.inputs === undefined ? {} : { inputs: frame.inputs }),
  }
  const functions = { ...hashFiles(session.folders.workspace), ...(place === 'if' ? statusFunctions(frameStatus(frame)) : {}) }
  return { contexts, functions }
}

function githubIn(frame: Frame): ValueMap {
  const { session, action } = frame
  const github = session.facts.contexts['github'] as ValueMap // always set by `jobContexts`
  const place =
    action === undefined ? {} : { action_path: action.path, action_repository: action.repository, action_ref: action.ref }
  return { ...github, ...place, workspace: session.folders.workspace }
}

export function runnerContext(session: JobSession): ValueMap {
  return {
    name: 'Stagecoach simulator',
    os: 'Linux',
    arch: process.arch === 'arm64' ? 'ARM64' : 'X64',
    temp: session.folders.temp,
    tool_cache: session.folders.tools,
    environment: 'github-hosted',
  }
}
