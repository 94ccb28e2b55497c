import type { SimEvent } from '../../events.ts'
import { ExpressionProblem } from '../expressions/evaluate.ts'
import { interpolate } from '../expressions/template.ts'
import { isMap, toText } from '../expressions/value.ts'
import type { ValueMap } from '../expressions/value.ts'
import { refEntries } from '../github-context.ts'
import type { FoundWorkflow } from '../read-repository.ts'
import type { Workflow } from '../workflow/workflow.ts'
import { readDispatchInputs } from './dispatch-inputs.ts'
import { selects } from './select.ts'

/** What an event asks of one workflow file: a run, or a run that fails at once and says why. */
export type RunRequest =
  | { readonly kind: 'run'; readonly workflow: Workflow; readonly title: string | undefined }
  | { readonly kind: 'refused'; readonly path: string; readonly name: string; readonly message: string }

/** Selects the workflows an event starts. A file that cannot be parsed is a failed run at each push, as on GitHub. */
export function selectRuns(files: readonly FoundWorkflow[], event: SimEvent, variables: ValueMap): RunRequest[] {
  return files.flatMap((file): RunRequest[] => {
    if (event.workflowPath !== undefined && event.workflowPath !== file.path) return []
    if ('problem' in file) {
      const shows = event.name === 'push' || event.workflowPath === file.path
      return shows ? [{ kind: 'refused', path: file.path, name: file.path, message: file.problem.message }] : []
    }
    const { workflow } = file
    if (!selects(workflow.on, event)) return []
    const { problems } = withInputs(event, workflow)
    if (problems.length > 0) return [{ kind: 'refused', path: file.path, name: workflow.name, message: problems.join('; ') }]
    return [{ kind: 'run', workflow, title: runTitle(workflow, event, variables) }]
  })
}

/** The event with the defaults of its inputs filled in, and the `inputs` context; both as given for any other event. */
export function withInputs(
  event: SimEvent,
  workflow: Workflow,
): { event: SimEvent; inputs: ValueMap; problems: readonly string[] } {
  if (event.name !== 'workflow_dispatch') return { event, inputs: {}, problems: [] }
  const given = event.payload['inputs'] as ValueMap | null | undefined // JSON by contract
  const read = readDispatchInputs(workflow.on.get('workflow_dispatch') ?? null, isMap(given ?? null) ? (given ?? {}) : {})
  return { event: { ...event, payload: { ...event.payload, inputs: read.texts } }, inputs: read.typed, problems: read.problems }
}

/** `run-name:`; undefined when absent or its expression fails, then the server's own title stands. */
function runTitle(workflow: Workflow, event: SimEvent, vars: ValueMap): string | undefined {
  if (workflow.runName === undefined) return undefined
  const { inputs, event: whole } = withInputs(event, workflow)
  const { actor, name, sha } = event
  const payload = whole.payload as ValueMap // JSON by contract
  const github: ValueMap = { ...refEntries(event), actor, event: payload, event_name: name, sha, workflow: workflow.name }
  try {
    return interpolate(toText(workflow.runName), { contexts: { github, inputs, vars }, functions: {} })
  } catch (error) {
    if (!(error instanceof ExpressionProblem)) throw error
    return undefined
  }
}
