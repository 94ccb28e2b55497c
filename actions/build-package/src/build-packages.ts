import type { Ending, Runtime } from '@stagecoach/action-kit'
import { buildPackage, type Result } from '@stagecoach/core'
import type { spec } from './spec.ts'

/** Builds each feature named, or the branch of the run; the first that is no success speaks for all. */
export async function buildPackages({ inputs, room, branch }: Runtime<typeof spec>): Promise<Ending<typeof spec>> {
  const { commit, version } = inputs
  const features = inputs.feature.length > 0 || commit !== undefined ? inputs.feature : branch === undefined ? [] : [branch]
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

const gravity: readonly Result['outcome'][] = ['failed', 'blocked', 'built', 'planned', 'unchanged']

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
