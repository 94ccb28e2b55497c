import type { Ending, Runtime } from '@stagecoach/action-kit'
import { buildPackage, wakeBuild, type Result } from '@stagecoach/core'
import type { spec } from './spec.ts'

/** Builds each feature named, or the branch of the run; the first that is no success speaks for all. */
export async function buildPackages(runtime: Runtime<typeof spec>): Promise<Ending<typeof spec>> {
  const { inputs, room } = runtime
  const { commit, version } = inputs
  const features = featuresOf(runtime)
  const results: Result[] = []
  for (const feature of features.length > 0 ? features : [undefined]) {
    const request = { ...(feature === undefined ? {} : { feature }), ...(commit === undefined ? {} : { commit }) }
    results.push(
      await buildPackage(room, { ...request, ...(version === undefined ? {} : { version }), dryRun: inputs['dry-run'] }),
    )
  }
  const result = summarize(results)
  const built = Object.entries(result.versions ?? {})
  const outputs = { package: built.map(([name]) => name).join('\n'), version: built.map(([, number]) => number).join('\n') }
  return { result, outputs }
}

/** Starts the build of each feature on the default branch: a push runs the branch's own workflow file, which must hold no key. */
export async function wakeBuilds(runtime: Runtime<typeof spec>): Promise<Ending<typeof spec>> {
  const { inputs, room } = runtime
  const results: Result[] = []
  for (const feature of featuresOf(runtime)) results.push(await wakeBuild(room, feature, { dryRun: inputs['dry-run'] }))
  if (results.length > 0) return { result: summarize(results) }
  const message = 'The run has no branch, and no feature is named.'
  return { result: { schema: 1, outcome: 'unchanged', reason: 'nothing-to-do', message } }
}

function featuresOf({ inputs, branch }: Runtime<typeof spec>): string[] {
  if (inputs.feature.length > 0 || inputs.commit !== undefined) return inputs.feature
  return branch === undefined ? [] : [branch]
}

const gravity: readonly Result['outcome'][] = ['failed', 'blocked', 'built', 'started', 'planned', 'unchanged']

function summarize(results: readonly Result[]): Result {
  const [first, ...others] = results.toSorted((a, b) => gravity.indexOf(a.outcome) - gravity.indexOf(b.outcome))
  if (first === undefined) throw new TypeError('There is always at least one build.')
  if (others.length === 0) return first
  return {
    ...first,
    message: results.map(({ message }) => message).join('\n'),
    packages: results.flatMap(({ packages }) => packages ?? []),
    versions: Object.assign({}, ...results.map(({ versions }) => versions)),
    next: results.flatMap(({ next }) => next ?? []),
    advice: results.flatMap(({ advice }) => advice ?? []),
  }
}
