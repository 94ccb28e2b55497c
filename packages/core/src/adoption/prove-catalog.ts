import { catalogDelta } from '../deployment/catalog-delta.ts'
import { StagecoachError } from '../error.ts'
import type { Catalog, ObjectDefinition, ReplayScript, ScratchDatabase, ScratchOrigin } from '../ports/database.ts'
import type { Host } from '../ports/runtime.ts'
import { ownCatalog } from './own-catalog.ts'

/** What a scratch database says about a live one. `replay`: the files on an empty database; `dump`: the repository's own dump of the schema; `template`: what rehearsals start from. */
export interface Proof {
  by: 'replay' | 'dump' | 'template'
  result: 'equal' | 'differs' | 'impossible'
  detail: string
  /** Objects that differ: `+` only in the live database, `-` missing there, `~` otherwise defined. */
  objects: string[]
}

export interface ScratchRequest {
  by: Proof['by']
  origin: ScratchOrigin
  scripts: readonly ReplayScript[]
  schema: string | undefined
  /** Programmable objects of the branch, which Stagecoach will bring in: where they are there already, they must be the same. */
  objects: readonly ObjectDefinition[]
}

/** The catalog after scripts and objects, with the tables of tools left out; a trouble is an answer. `brought`: what only the objects made. */
export type ScratchAnswer = { catalog: Catalog; brought: ReadonlySet<string> } | { impossible: string }

/** Runs it on a throw-away database, which is gone afterwards. */
export async function scratchCatalog(host: Pick<Host, 'databases'>, request: ScratchRequest): Promise<ScratchAnswer> {
  let scratch: ScratchDatabase | undefined
  try {
    scratch = await host.databases.scratch(request.origin)
    await scratch.replay(request.scripts, request.schema)
    const before = await scratch.catalog()
    await scratch.prepare()
    await scratch.applyObjects(request.objects, { operation: 'adoption', fence: 0, config: {} })
    const after = await scratch.catalog()
    const brought = new Set(Object.keys(after.objects).filter((key) => before.objects[key] === undefined))
    return { catalog: ownCatalog(after, await scratch.histories()), brought }
  } catch (error) {
    if (!(error instanceof StagecoachError)) throw error
    return { impossible: error.message }
  } finally {
    await scratch?.close()
  }
}

/** Pure: the answer held against the live catalog. A definition of the branch that the database does not have yet comes with its first deployment, and is no difference. */
export function judgeProof(by: Proof['by'], answer: ScratchAnswer, live: Catalog): Proof {
  if ('impossible' in answer) return { by, result: 'impossible', detail: answer.impossible, objects: [] }
  const delta = catalogDelta(answer.catalog, live)
  if (delta === 'not-comparable') return { by, result: 'impossible', detail: 'the server has another major version', objects: [] }
  const objects = Object.entries(delta).flatMap(([key, { before, after }]) => {
    if (after === undefined && answer.brought.has(key)) return []
    return [`${before === undefined ? '+' : after === undefined ? '-' : '~'} ${key}`]
  })
  const count = Object.keys(live.objects).length
  if (objects.length === 0) return { by, result: 'equal', detail: `${count} objects`, objects }
  return { by, result: 'differs', detail: `${objects.length} of ${count} objects differ`, objects }
}
