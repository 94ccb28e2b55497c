import { recordAct, StagecoachError, workflows, type ActRequest, type Room } from '@stagecoach/core'
import type { Answer } from '../answer.ts'
import type { Context } from '../frame/context.ts'
import { readUntil } from './read-until.ts'

export interface GivenAct {
  act: ActRequest['act']
  package?: string
  environment?: string | undefined
  reason: string
  until?: string | undefined
  gates?: string[]
}

/** Records a human act in the ledger; who may not write there has the gate workflow record it in their name. */
export async function record(context: Context, { act, reason, gates, ...given }: GivenAct): Promise<Answer> {
  const { room } = await context.room()
  const until = given.until === undefined ? undefined : readUntil(given.until, room.host.clock.now())
  const request: ActRequest = {
    act,
    reason,
    dryRun: context.dryRun,
    ...(given.package === undefined ? {} : { package: given.package }),
    ...(given.environment === undefined ? {} : { environment: given.environment }),
    ...(until === undefined ? {} : { until }),
    ...(gates === undefined ? {} : { gates }),
  }
  try {
    return { result: await recordAct(room, request) }
  } catch (error) {
    if (!(error instanceof StagecoachError) || error.code !== 'ledger-refused') throw error
    context.terminal.progress(`${error.message} The workflow is asked to record it.`)
    return askWorkflow(room, request)
  }
}

async function askWorkflow(
  { host }: Room,
  { act, reason, environment, package: name, until, gates }: ActRequest,
): Promise<Answer> {
  const inputs = {
    act,
    reason,
    ...(environment === undefined ? {} : { environment }),
    ...(name === undefined ? {} : { package: name }),
    ...(until === undefined ? {} : { until }),
    ...(gates === undefined ? {} : { gates: gates.join('\n') }),
  }
  await host.forge.dispatch(workflows.gate, inputs)
  const message = `The workflow was started to record '${act}' in your name; it counts when that run has ended.`
  return { result: { schema: 1, outcome: 'pending', reason: 'done', message, next: [{ workflow: workflows.gate, inputs }] } }
}
