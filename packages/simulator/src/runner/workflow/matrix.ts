import type { Value, ValueMap } from '../expressions/value.ts'
import { isList, isMap, toText } from '../expressions/value.ts'

export class MatrixProblem extends Error {
  readonly code = 'matrix-invalid'
}

/**
 * Expands a resolved `strategy.matrix` into its combinations: product of the lists, minus `exclude`, then `include`,
 * which extends what it agrees with and otherwise stands on its own
 * (https://docs.github.com/actions/how-tos/write-workflows/choose-what-workflows-do/run-job-variations).
 */
export function expandMatrix(matrix: Value): ValueMap[] {
  if (!isMap(matrix)) throw new MatrixProblem('The matrix must be a map.')
  const vectors = Object.entries(matrix).filter(([key]) => key !== 'include' && key !== 'exclude')
  const excluded = listOfMaps(matrix['exclude'], 'exclude')
  const original = product(vectors).filter((one) => !excluded.some((rule) => agrees(one, rule)))
  const combinations: { readonly original: ValueMap; all: ValueMap }[] = original.map((one) => ({ original: one, all: one }))
  const alone: ValueMap[] = []
  const axes = vectors.map(([key]) => key)
  for (const include of listOfMaps(matrix['include'], 'include')) {
    const onAxes = Object.fromEntries(Object.entries(include).filter(([key]) => axes.includes(key)))
    const extended = combinations.filter((one) => agrees(one.original, onAxes))
    for (const one of extended) one.all = { ...one.all, ...include }
    if (extended.length === 0) alone.push(include)
  }
  const expanded = [...combinations.map((one) => one.all), ...alone]
  if (expanded.length > 256) throw new MatrixProblem(`The matrix gives ${expanded.length} jobs, 256 are allowed.`)
  return expanded
}

function product(vectors: readonly (readonly [string, Value])[]): ValueMap[] {
  if (vectors.length === 0) return []
  return vectors.reduce<ValueMap[]>(
    (combinations, [key, values]) => {
      if (!isList(values)) throw new MatrixProblem(`The matrix vector "${key}" must be a list.`)
      if (values.length === 0) throw new MatrixProblem(`Matrix vector '${key}' does not contain any values`)
      return combinations.flatMap((one) => values.map((value) => ({ ...one, [key]: value })))
    },
    [{}],
  )
}

function listOfMaps(value: Value | undefined, name: string): ValueMap[] {
  if (value === undefined || value === null) return []
  if (!isList(value) || !value.every(isMap)) throw new MatrixProblem(`The matrix's "${name}" must be a list of maps.`)
  return value.filter(isMap)
}

function agrees(one: ValueMap, rule: ValueMap): boolean {
  return Object.entries(rule).every(([key, value]) => JSON.stringify(one[key]) === JSON.stringify(value))
}

/** The name GitHub shows for a job of a matrix: `test (18, linux)`. */
export function matrixJobName(name: string, combination: ValueMap): string {
  const values = Object.values(combination).flatMap(leaves)
  return values.length === 0 ? name : `${name} (${values.join(', ')})`
}

function leaves(value: Value): string[] {
  if (isMap(value)) return Object.values(value).flatMap(leaves)
  if (isList(value)) return value.flatMap(leaves)
  return [toText(value)]
}
