import { readConfig, readRefs, giveOnce, StagecoachError, type Host, type Result, type Room } from '@stagecoach/core'
import type { RunnerHost, SimEvent, Simulator } from '@stagecoach/simulator'
import type { Fate } from './crash.ts'
import { repository } from './shop.ts'
import { runWorkflow } from './use-cases.ts'

type End =
  { kind: 'result'; result: Result } | { kind: 'error'; code: string; message: string } | { kind: 'killed'; where: string }

/** One run of a workflow, as it ended. */
export interface Ran {
  workflow: string
  inputs: Readonly<Record<string, string>>
  end: End
}

export interface RunContext {
  simulator: Simulator
  runner: RunnerHost
  /** Where the run dies, if it does. */
  fate: Fate
  openHost(actor: Host['actor'], token: string, fate: Fate): Host
}

const permissions = {
  contents: 'write',
  'pull-requests': 'write',
  statuses: 'write',
  checks: 'read',
  actions: 'write',
  deployments: 'write',
} as const

/** Runs the workflow of an event in this process, as a job with a token of its own. Throws what is neither an error of Stagecoach nor the run's death. */
export async function performRun({ simulator, runner, fate, openHost }: RunContext, event: SimEvent): Promise<Ran> {
  const workflow = (event.workflowPath ?? '').replace('.github/workflows/', '')
  const inputs = inputsOf(event)
  const record = runner.createRun(event, { workflowName: workflow, workflowPath: event.workflowPath ?? '' })
  const job = runner.addJob(record.id, { key: 'job', name: `${workflow} ${record.id}` })
  runner.updateRun(record.id, { status: 'in_progress' })
  const login = event.causedByRun === undefined ? event.actor : 'github-actions[bot]'
  const url = `${simulator.url}/${repository}/actions/runs/${record.id}`
  const actor = { login, run: { id: record.id, attempt: 1, url, workflow } }
  simulator.clock.advance('7s')
  const host = openHost(actor, runner.issueToken(record.id, job.id, permissions), fate)
  const end = await inRoom(host, (room) => runWorkflow(room, workflow, inputs)).then(
    (result): End => (fate.dead === undefined ? { kind: 'result', result } : { kind: 'killed', where: fate.dead }),
    (error: unknown) => endOf(error, fate),
  )
  runner.updateRun(record.id, { status: 'completed', conclusion: end.kind === 'result' ? 'success' : 'failure' })
  return { workflow, inputs, end }
}

/** With the configuration at the tip of the default branch, as the composition roots read it. */
export async function inRoom<T>(host: Host, work: (room: Room) => Promise<T>): Promise<T> {
  const refs = await readRefs(host.git)
  const config = await readConfig(host.git, refs, { defaultBranch: 'main', path: '.github/stagecoach.yml' })
  return work({ host, config, defaultBranch: 'main', checkout: '/nowhere', takeRefs: giveOnce(refs) })
}

function endOf(error: unknown, fate: Fate): End {
  if (fate.dead !== undefined) return { kind: 'killed', where: fate.dead }
  if (error instanceof StagecoachError) return { kind: 'error', code: error.code, message: error.message }
  throw error
}

function inputsOf(event: SimEvent): Record<string, string> {
  const inputs = event.payload['inputs']
  if (typeof inputs !== 'object' || inputs === null) return {}
  return Object.fromEntries(
    Object.entries(inputs).flatMap(([name, value]) => (value === null || value === '' ? [] : [[name, String(value)]])),
  )
}
