import type { Problem } from '../error.ts'
import { nearestName } from '../names/nearest-name.ts'
import { ownBranches } from '../names/own-branch.ts'
import type { EnvironmentOutline, Outline } from './outline.ts'
import { stopsBefore, stopsOnCycles } from './pipeline.ts'
import type { YamlSource } from './yaml-source.ts'

/** Order and branches of the environments: references, cycles, one last environment on the default branch, no branch twice. */
export function checkPipeline({ environments }: Outline, source: YamlSource, defaultBranch: string): Problem[] {
  if (environments.length === 0)
    return source.has(['environments']) ? [source.at(['environments'], '`environments` is empty')] : []
  const unknown = environments.flatMap((each) => checkAfter(each, environments, source))
  const cycles = stopsOnCycles(environments)
  return [
    ...unknown,
    ...cycles.map((each) =>
      source.at([...each.path, 'after'], `'${each.name}' comes after itself: ${cycles.map((stop) => stop.name).join(', ')}`),
    ),
    ...checkBranches(environments, source),
    ...(cycles.length === 0 && unknown.length === 0 ? checkLast(environments, source, defaultBranch) : []),
    ...environments.flatMap((each) => checkDeployed(each, environments, source)),
    ...environments.flatMap((each) => checkSnapshot(each, source)),
  ]
}

function checkAfter(environment: EnvironmentOutline, all: readonly EnvironmentOutline[], source: YamlSource): Problem[] {
  const names = all.map((each) => each.name)
  return environment.after.flatMap((name, index) => {
    if (environment.after.indexOf(name) !== index)
      return [source.at([...environment.path, 'after', index], `'${name}' is named twice`)]
    if (names.includes(name)) return []
    return [source.at([...environment.path, 'after', index], `there is no environment '${name}'`, meant(name, names))]
  })
}

function checkBranches(environments: readonly EnvironmentOutline[], source: YamlSource): Problem[] {
  return environments.flatMap((each, index) => {
    const { branch, path } = each
    if (branch === undefined) return []
    const taken = ownBranches.find((prefix) => branch.startsWith(prefix))
    if (taken !== undefined)
      return [source.at([...path, 'branch'], `'${branch}' begins with '${taken}', which Stagecoach keeps for its own branches`)]
    const first = environments.slice(0, index).find((other) => other.branch === branch)
    return first === undefined ? [] : [source.at([...path, 'branch'], `'${branch}' is the branch of '${first.name}' already`)]
  })
}

/** Exactly one environment is the end of the pipeline: production, whose branch features start from. */
function checkLast(environments: readonly EnvironmentOutline[], source: YamlSource, defaultBranch: string): Problem[] {
  const last = environments.filter((each) => !environments.some((other) => other.after.includes(each.name)))
  const [only] = last
  if (only === undefined || last.length > 1) {
    const hint = 'name all others in the `after` of the production environment, or of one before it'
    return last.map((each) =>
      source.at(each.path.slice(0, 1), `'${each.name}' is one of ${last.length} last environments; there must be one`, {
        key: each.name,
        hint,
      }),
    )
  }
  const problems = only.disposable
    ? [source.at([...only.path, 'disposable'], `'${only.name}' is the last environment, and production is never disposable`)]
    : []
  if (only.branch === undefined || only.branch === defaultBranch) return problems
  const message = `'${only.name}' is the last environment; its branch must be the default branch '${defaultBranch}', not '${only.branch}'`
  return [...problems, source.at([...only.path, 'branch'], message)]
}

/** A copy that comes back takes with it whatever people wrote since: where that matters nobody may ask for it. */
function checkSnapshot({ name, path, snapshot, disposable, databases }: EnvironmentOutline, source: YamlSource): Problem[] {
  if (!snapshot) return []
  const at = [...path, 'snapshot']
  if (!disposable) {
    const hint = 'add `disposable: true` if that is so; elsewhere undo scripts are the way back'
    return [source.at(at, `'${name}' is not disposable, and a snapshot that comes back loses what was written since`, { hint })]
  }
  return databases.length > 0 ? [] : [source.at(at, `'${name}' has no database of which a snapshot could be taken`)]
}

function checkDeployed(environment: EnvironmentOutline, all: readonly EnvironmentOutline[], source: YamlSource): Problem[] {
  const before = [...stopsBefore(all, environment.name)]
  return environment.deployed.flatMap(({ path, to }) =>
    before.includes(to) ? [] : [source.at(path, `'${to}' is no environment before '${environment.name}'`, meant(to, before))],
  )
}

function meant(name: string, names: readonly string[]): { hint?: string } {
  const near = nearestName(name, names)
  return near === undefined ? {} : { hint: `did you mean '${near}'?` }
}
