import { environmentOf, StagecoachError, type EnvironmentStatus, type Room, type StatusView } from '@stagecoach/core'
import { findDrift } from './find-drift.ts'

/** Asks every database that can be reached from here; of the others it says why not. Reads only. */
export async function withDrift(room: Room, view: StatusView): Promise<StatusView> {
  const environments: EnvironmentStatus[] = []
  for (const each of view.environments) environments.push({ ...each, drift: await driftOf(room, each) })
  return { ...view, environments }
}

async function driftOf(room: Room, { name, tip }: EnvironmentStatus): Promise<NonNullable<EnvironmentStatus['drift']>> {
  if (tip.kind === 'missing' || tip.kind === 'unreadable') return { unseen: `the branch is ${tip.kind}` }
  try {
    return { differences: await findDrift(room, environmentOf(room, name)) }
  } catch (error) {
    // One database that is away must not hide where everything else is.
    if (!(error instanceof StagecoachError)) throw error
    return { unseen: error.message }
  }
}
