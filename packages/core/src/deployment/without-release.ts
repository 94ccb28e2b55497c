import { lastVerified } from '../ledger/verified-states.ts'
import { blocked, type Result } from '../outcome.ts'
import type { Room } from '../ports/runtime.ts'
import { workflows } from '../workflows.ts'
import type { World } from '../world.ts'
import type { DeploymentTask } from './task.ts'

/** Releases are made of what a promotion brings. What people pushed has none: where there is a verified state to go back to, the jobs that build without a right are asked for it, and the deployment comes after them. */
export async function withoutRelease(room: Room, { view }: World, task: DeploymentTask): Promise<Result> {
  const { verb, environment, content } = task
  const { name, branch } = environment
  if (verb !== 'deploy' || lastVerified(view, name) === undefined) return releaseMissing(task)
  const next = { workflow: workflows.promote, inputs: { environment: name, release: 'true' } }
  await room.host.forge.dispatch(next.workflow, next.inputs)
  return {
    schema: 1,
    outcome: 'started',
    reason: 'release-missing',
    message: `No promotion brought what ${branch} holds (content ${content}): its release is built first, and the deployment starts when it is stored.`,
    environment: name,
    packages: task.packages.map((each) => each.name),
    shas: { merge: task.commit, content },
    next: [next],
  }
}

/** A deployment builds nothing. What a branch held before its first verified state is not built unasked. Exported for its test. */
export function releaseMissing({ verb, environment, content }: Pick<DeploymentTask, 'verb' | 'environment' | 'content'>): Result {
  const { name, branch } = environment
  const about = { environment: name, shas: { content } }
  if (verb !== 'deploy')
    return blocked('release-missing', `The release of content ${content} is not stored yet.`, {
      ...about,
      advice: [
        'Run the promote workflow again: its build job makes the release. Written before `release` was configured it has none: `stagecoach init --force` writes it again.',
      ],
    })
  return blocked(
    'release-missing',
    `No promotion brought what ${branch} holds (content ${content}), so no release of it was built.`,
    {
      ...about,
      advice: [
        `Promote a package to ${name}: that builds a release of the whole branch with it, and its deployment brings both. Or start the promote workflow with \`release\` for ${name}. It keeps what it runs until then. A first deployment has no verified state to go back to: if it fails, it waits for a person.`,
      ],
    },
  )
}
