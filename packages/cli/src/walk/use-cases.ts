import {
  buildPackage,
  deploy,
  evaluateGate,
  promote,
  recordAct,
  reset,
  rollback,
  sweep,
  sync,
  workflows,
  type ActRequest,
  type Result,
  type Room,
} from '@stagecoach/core'

type Inputs = Readonly<Record<string, string>>

/** What the action of a workflow does with the inputs that it was dispatched with. */
export function runWorkflow(room: Room, file: string, inputs: Inputs): Promise<Result> {
  const environment = inputs['environment'] ?? ''
  switch (file) {
    case workflows.build:
      return buildPackage(room, { feature: inputs['feature'] ?? '' })
    case workflows.promote:
      return promoteOrSync(room, environment, inputs)
    case workflows.gate:
      return gate(room, inputs)
    case workflows.deploy:
      return deploy(room, { environment })
    case workflows.rollback:
      return rollback(room, {
        environment,
        reason: inputs['reason'] ?? '',
        ...(given(inputs, 'package') ? { package: inputs['package'] } : {}),
        allowDataLoss: lines(inputs['allow-data-loss']),
      })
    case workflows.reset:
      return reset(room, { environment, packages: lines(inputs['packages']), reason: inputs['reason'] ?? '' })
    case workflows.sweep:
      return sweep(room)
    default:
      throw new Error(`Nobody knows the workflow ${file}.`)
  }
}

function promoteOrSync(room: Room, environment: string, inputs: Inputs): Promise<Result> {
  if (inputs['sync'] === 'true') return sync(room, { environment })
  const lane = inputs['lane']
  return promote(room, {
    environment,
    packages: lines(inputs['package']),
    ...(given(inputs, 'lane') && lane !== undefined ? { lane, laneReason: inputs['lane-reason'] ?? '' } : {}),
  })
}

function gate(room: Room, inputs: Inputs): Promise<Result> {
  const { act = 'evaluate', environment = '', package: name = '', reason = '' } = inputs
  const there = environment === '' ? {} : { environment }
  if (act !== 'evaluate' && isAct(act))
    return recordAct(room, { act, reason, ...there, ...(name === '' ? {} : { package: name }) })
  const number = inputs['pull-request'] ?? ''
  if (number !== '') return evaluateGate(room, { pullRequest: Number(number) })
  return name === '' ? sweep(room) : evaluateGate(room, { package: name, ...there })
}

const acts = ['acknowledge', 'hold', 'release', 'override', 'stop', 'resume'] as const

function isAct(act: string): act is ActRequest['act'] {
  return (acts as readonly string[]).includes(act)
}

function given(inputs: Inputs, name: string): boolean {
  return (inputs[name] ?? '') !== ''
}

function lines(text = ''): string[] {
  return text.split(/[\n,]/).flatMap((line) => (line.trim() === '' ? [] : [line.trim()]))
}
