import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { StagecoachError, type Conflict, type Git } from '@stagecoach/core'
import { modeOf, takeSide, type Decision, type Decisions } from './decision.ts'

/** Decisions written on the command line, for scripts and simple cases. */
export interface GivenDecisions {
  ours: readonly string[]
  theirs: readonly string[]
  /** `FILE=PATH`: the bytes of FILE become PATH. */
  take: readonly string[]
}

/** @throws StagecoachError `resolve-path-unknown`, `usage` */
export async function readGiven(
  git: Pick<Git, 'readBlob'>,
  cwd: string,
  conflicts: readonly Conflict[],
  given: GivenDecisions,
): Promise<Decisions> {
  const decisions = new Map<string, Decision>()
  const decide = async (path: string, make: (conflict: Conflict) => Promise<Decision>): Promise<void> => {
    const conflict = conflicts.find((each) => each.path === path)
    if (conflict === undefined) throw unknownPath(path, conflicts)
    if (decisions.has(path)) throw new StagecoachError('usage', `'${path}' is decided twice.`, { hint: 'Name it once.' })
    decisions.set(path, await make(conflict))
  }
  for (const path of given.ours) await decide(path, (conflict) => takeSide(git, conflict, 'ours'))
  for (const path of given.theirs) await decide(path, (conflict) => takeSide(git, conflict, 'theirs'))
  for (const pair of given.take) {
    const [file, path] = split(pair)
    await decide(path, async (conflict) => ({ kind: 'file', mode: modeOf(conflict), bytes: await readTaken(resolve(cwd, file)) }))
  }
  return decisions
}

function split(pair: string): [file: string, path: string] {
  const end = pair.lastIndexOf('=')
  if (end > 0 && end < pair.length - 1) return [pair.slice(0, end), pair.slice(end + 1)]
  throw new StagecoachError('usage', `'--take ${pair}' does not say FILE=PATH.`, {
    hint: 'FILE is a file on this machine, PATH the conflicted path.',
  })
}

async function readTaken(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file)
  } catch (cause) {
    throw new StagecoachError('usage', `The file '${file}' cannot be read.`, {
      hint: 'FILE in --take FILE=PATH is relative to the current folder.',
      cause,
    })
  }
}

function unknownPath(path: string, conflicts: readonly Conflict[]): StagecoachError {
  const paths = conflicts.map((each) => each.path).join(', ')
  return new StagecoachError('resolve-path-unknown', `'${path}' does not conflict.`, { hint: `There is ${paths}.` })
}
