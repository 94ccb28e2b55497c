import { chooseDeployment } from '../deployment/task.ts'
import { blocked, type Result } from '../outcome.ts'
import type { Room } from '../ports/runtime.ts'
import { workflows } from '../workflows.ts'
import { environmentOf, readWorld } from '../world.ts'
import { storedRelease } from './stored-release.ts'
import { releaseOfVerified } from './verified-release.ts'

export interface ReleaseBranchRequest {
  environment: string
  dryRun?: boolean
}

/** Asks for the release of what an environment's branch holds although no promotion brought it: commits of people, or what it was adopted with. The jobs that build releases of promotions build it, and the deployment starts when it is stored.
 *  @throws StagecoachError `environment-unknown` */
export async function releaseBranch(room: Room, { environment: name, dryRun = false }: ReleaseBranchRequest): Promise<Result> {
  const { host, config } = room
  const world = await readWorld(room)
  const environment = environmentOf(room, name)
  const choice = await chooseDeployment(room, world, environment)
  if (choice.kind === 'blocked') return blocked(choice.reason, choice.message, { environment: name, advice: choice.advice })
  const about = { schema: 1, environment: name } as const
  if (choice.kind === 'nothing')
    return (
      (await releaseOfVerified(room, world, environment, dryRun)) ?? {
        ...about,
        outcome: 'unchanged',
        reason: 'nothing-to-do',
        message: choice.message,
      }
    )
  const { content, commit, packages } = choice.task
  const what = { ...about, packages: packages.map((each) => each.name), shas: { content, head: commit } }
  if (config.release === undefined || (await storedRelease(host, world.view, content)) !== undefined) {
    const next = { workflow: workflows.deploy, inputs: { environment: name } }
    if (!dryRun) await host.forge.dispatch(next.workflow, next.inputs)
    const message = `What ${environment.branch} holds needs no release to be built; its deployment ${dryRun ? 'would be' : 'is'} started.`
    return { ...what, outcome: dryRun ? 'planned' : 'started', reason: 'done', message, next: [next] }
  }
  const message = `The release of what ${environment.branch} holds (content ${content}) ${dryRun ? 'would be' : 'is'} built; its deployment starts when it is stored.`
  if (dryRun) return { ...what, outcome: 'planned', reason: 'release-missing', message }
  return {
    ...what,
    outcome: 'started',
    reason: 'release-missing',
    message,
    releases: [{ environment: name, content, head: commit }],
  }
}
