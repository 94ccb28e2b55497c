import { StagecoachError, type Runs } from '@stagecoach/core'
import { repeatable, type Api } from './api.ts'
import { readFailure } from './failure.ts'

/** More attempts than anyone presses the button for. */
const mostAttempts = 20

export function runs(api: Api, defaultBranch: () => Promise<string>): Runs {
  const { client, owner, repo } = api
  const attemptOf = (id: number, attempt: number) =>
    orGone(() => client.rest.actions.getWorkflowRunAttempt({ owner, repo, run_id: id, attempt_number: attempt }))
  return {
    dispatch: async (workflow, inputs) => dispatch(api, workflow, await defaultBranch(), inputs),
    async runState(id, attempt) {
      if (id === 0) return 'ended'
      const answer = await api.attempt(`read run ${id}`, () => attemptOf(id, attempt))
      return answer === undefined || answer.data.status === 'completed' ? 'ended' : 'running'
    },
    async findRun(id) {
      return api.attempt(`read the attempts of run ${id}`, async () => {
        const last = await orGone(() => client.rest.actions.getWorkflowRun({ owner, repo, run_id: id }))
        if (last === undefined) return undefined
        const { path, event, head_branch: branch, head_sha: commit, run_attempt: attempt = 1 } = last.data
        const earlier = Array.from({ length: Math.min(attempt - 1, mostAttempts) }, (_, index) => index + 1)
        const attempts = [...(await Promise.all(earlier.map((number) => attemptOf(id, number)))), last]
        const people = attempts.flatMap((one) => [one?.data.actor?.login, one?.data.triggering_actor?.login])
        const known = [...new Set(people.filter((login) => login !== undefined))]
        return { workflow: path, event, branch: branch ?? '', commit, people: known }
      })
    },
  }
}

/** A run that GitHub does not know (deleted, of another repository) is over. */
async function orGone<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (readFailure(error)?.status === 404) return undefined
    throw error
  }
}

/** Starting a workflow twice does no harm (each looks before it acts), losing a start costs 15 minutes: so it is tried again after a lost answer. */
async function dispatch(api: Api, workflow: string, ref: string, inputs: Record<string, string>): Promise<void> {
  const { client, owner, repo } = api
  await api.attempt(`start the workflow "${workflow}"`, async () => {
    try {
      await client.rest.actions.createWorkflowDispatch({
        owner,
        repo,
        workflow_id: workflow,
        ref,
        inputs,
        request: repeatable,
      })
    } catch (error) {
      throw explain(error, workflow, ref)
    }
  })
}

function explain(error: unknown, workflow: string, ref: string): unknown {
  const failure = readFailure(error)
  if (failure?.status === 404)
    return new StagecoachError('workflow-missing', `There is no workflow "${workflow}" on branch "${ref}".`, {
      hint: `Add .github/workflows/${workflow} to "${ref}" (\`stagecoach init\` writes it).`,
      cause: error,
    })
  if (failure?.status !== 422) return error
  return new StagecoachError(
    'workflow-not-dispatchable',
    `The workflow "${workflow}" on branch "${ref}" cannot be started: ${failure.message}`,
    {
      hint: `Its \`on: workflow_dispatch:\` must declare the inputs as \`stagecoach init\` writes them.`,
      cause: error,
    },
  )
}
