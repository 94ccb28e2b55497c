import { isList, isMap, toText } from '../expressions/value.ts'
import type { Value, ValueMap } from '../expressions/value.ts'
import { parseStep } from './parse-step.ts'
import { readYaml } from './parse-workflow.ts'
import { WorkflowProblem } from './workflow.ts'
import type { Step } from './workflow.ts'

export interface ActionInput {
  readonly name: string
  readonly default: Value | undefined
  readonly deprecationMessage: string | undefined
}

export interface NodeRuns {
  readonly kind: 'node'
  readonly main: string
  readonly pre: string | undefined
  readonly preIf: Value | undefined
  readonly post: string | undefined
  readonly postIf: Value | undefined
}

export interface CompositeRuns {
  readonly kind: 'composite'
  readonly steps: readonly Step[]
  readonly outputs: Readonly<Record<string, string>>
}

/** An `action.yml` in the two kinds this runner starts. */
export interface ActionManifest {
  readonly name: string
  readonly inputs: readonly ActionInput[]
  readonly runs: NodeRuns | CompositeRuns
}

/** Parses an `action.yml`. Throws a WorkflowProblem that names every fault found. */
export function parseActionManifest(path: string, text: string): ActionManifest {
  const document = readYaml(path, text)
  const problems: string[] = []
  if (!isMap(document)) throw new WorkflowProblem(path, ['the file must be a map'])
  const runs = isMap(document['runs']) ? document['runs'] : {}
  const using = toText(runs['using'] ?? '').toLowerCase()
  const manifest: ActionManifest = {
    name: toText(document['name'] ?? path),
    inputs: isMap(document['inputs']) ? Object.entries(document['inputs']).map(parseInput) : [],
    runs: using === 'composite' ? compositeRuns(runs, document['outputs'], problems) : nodeRuns(runs, using, problems),
  }
  if (problems.length > 0) throw new WorkflowProblem(path, problems)
  return manifest
}

function parseInput([name, value]: [string, Value]): ActionInput {
  const input: ValueMap = isMap(value) ? value : {}
  const deprecation = input['deprecationMessage']
  return {
    name,
    default: input['default'],
    deprecationMessage: deprecation === undefined ? undefined : toText(deprecation),
  }
}

function nodeRuns(runs: ValueMap, using: string, problems: string[]): NodeRuns {
  if (using !== 'node20' && using !== 'node24') {
    problems.push(`"runs.using" is "${using}"; this runner starts node20, node24 and composite actions`)
  }
  if (runs['main'] === undefined) problems.push('"runs.main" is missing')
  return {
    kind: 'node',
    main: toText(runs['main'] ?? ''),
    pre: runs['pre'] === undefined ? undefined : toText(runs['pre']),
    preIf: runs['pre-if'],
    post: runs['post'] === undefined ? undefined : toText(runs['post']),
    postIf: runs['post-if'],
  }
}

function compositeRuns(runs: ValueMap, outputs: Value | undefined, problems: string[]): CompositeRuns {
  const steps = isList(runs['steps']) ? runs['steps'] : []
  return {
    kind: 'composite',
    steps: steps.map((value, index) => {
      const step = parseStep(value, `step ${index + 1}`, problems)
      if (step.run !== undefined && step.shell === undefined) problems.push(`step ${index + 1} needs a "shell"`)
      return step
    }),
    outputs: Object.fromEntries(
      Object.entries(isMap(outputs) ? outputs : {}).map(([name, output]) => [
        name,
        toText((isMap(output) ? output['value'] : undefined) ?? ''),
      ]),
    ),
  }
}
