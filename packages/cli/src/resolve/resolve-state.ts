import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Conflict } from '@stagecoach/core'

/** What a laid-out resolution has to remember until it is pushed or given up. */
export interface ResolveState {
  schema: 1
  /** The working tree made for it. */
  folder: string
  /** Its local branch, and the commit it began at. */
  branch: string
  start: string
  conflicts: Conflict[]
}

export interface ResolvePlace {
  gitDirectory: string
  environment: string
  package: string
}

function fileOf({ gitDirectory, environment, package: name }: ResolvePlace): string {
  return join(gitDirectory, 'stagecoach', 'resolve', environment, `${name}.json`)
}

export async function readState(place: ResolvePlace): Promise<ResolveState | undefined> {
  try {
    const state: unknown = JSON.parse(await readFile(fileOf(place), 'utf8'))
    return isState(state) ? state : undefined
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

export async function writeState(place: ResolvePlace, state: ResolveState): Promise<void> {
  const file = fileOf(place)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, `${JSON.stringify(state, undefined, 2)}\n`)
}

export async function removeState(place: ResolvePlace): Promise<void> {
  await rm(fileOf(place), { force: true })
}

/** Whether it is the same question: the same three sides of the same path. */
export function sameConflict(a: Conflict, b: Conflict): boolean {
  const sides = ({ base, ours, theirs }: Conflict): string => [base, ours, theirs].map((side) => side?.oid ?? '').join(' ')
  return a.path === b.path && sides(a) === sides(b)
}

function isState(value: unknown): value is ResolveState {
  return (
    typeof value === 'object' &&
    value !== null &&
    'schema' in value &&
    value.schema === 1 &&
    'conflicts' in value &&
    Array.isArray(value.conflicts)
  )
}
