import type { Environment } from '../config/config.ts'
import type { Outcome, Result } from '../outcome.ts'

const gravity: readonly Outcome[] = ['failed', 'blocked', 'conflict', 'opened', 'refreshed', 'planned', 'unchanged']

/** One result for several packages: the gravest outcome speaks, every message is kept. */
export function summarizePromotions(environment: Environment, results: readonly Result[]): Result {
  const [first] = results
  if (first === undefined) {
    return {
      schema: 1,
      outcome: 'unchanged',
      reason: 'nothing-to-do',
      message: `Nothing waits to be promoted to ${environment.name}.`,
      environment: environment.name,
    }
  }
  if (results.length === 1) return first
  const grave = results.toSorted((a, b) => gravity.indexOf(a.outcome) - gravity.indexOf(b.outcome))[0] ?? first
  return {
    ...grave,
    message: results.map((each) => each.message).join('\n'),
    packages: results.flatMap((each) => each.packages ?? []),
    ...planOf(results),
    releases: distinct(results.flatMap((each) => each.releases ?? [])),
    next: results.flatMap((each) => each.next ?? []),
    advice: results.flatMap((each) => each.advice ?? []),
  }
}

/** Of each package under its name. */
function planOf(results: readonly Result[]): Pick<Result, 'plan'> {
  const plan = results.flatMap((each) => (each.plan ?? []).map((line) => `${each.packages?.join(', ') ?? ''}: ${line}`))
  return plan.length === 0 ? {} : { plan }
}

/** Several packages may ask for the release of the same way back: it is built once. */
function distinct(releases: NonNullable<Result['releases']>): NonNullable<Result['releases']> {
  const same = (a: (typeof releases)[number], b: (typeof releases)[number]): boolean =>
    a.content === b.content && a.package === b.package && a.environment === b.environment
  return releases.filter((each, index) => releases.findIndex((other) => same(each, other)) === index)
}
