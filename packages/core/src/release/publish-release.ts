import type { Digest } from '../digest.ts'
import { StagecoachError } from '../error.ts'
import { releaseKey, releaseRecord } from '../ledger/trusted.ts'
import type { Result } from '../outcome.ts'
import type { Room } from '../ports/runtime.ts'
import { workflows } from '../workflows.ts'
import { readWorld, type World } from '../world.ts'
import { storedRelease } from './stored-release.ts'

export interface PublishReleaseRequest {
  /** Content id the release was built of. */
  content: string
  /** Folder with the built files. */
  path: string
  /** The promotion that waits for it, to start its gate; without a package the sync of the environment, or the deployment of its branch. */
  environment?: string
  package?: string
  /** Or the pull request that waits for it. */
  pullRequest?: number
}

/** Stores a built release by content id, in a job that runs none of its code, and starts the gate that waits for it. A content is built once: another build of it is not taken.
 *  @throws StagecoachError `content-invalid`, `release-empty`, `push-refused` */
export async function publishRelease(room: Room, request: PublishReleaseRequest): Promise<Result> {
  const { host } = room
  if (!/^[0-9a-f]{40}$/.test(request.content))
    throw new StagecoachError('content-invalid', `'${request.content}' is no content id.`)
  const world = await readWorld(room)
  const shas = { content: request.content }
  const recorded = releaseRecord(world.view, request.content)
  const known = await storedRelease(host, world.view, request.content)
  const digest = known?.digest ?? (await store(room, request, recorded?.digest))
  if (recorded === undefined) {
    await host.ledger.append(() => [
      { kind: 'release', key: releaseKey(world.view, request.content), content: request.content, digest },
    ])
  }
  const next = waitingFor(world, request)
  for (const { workflow, inputs } of next) await host.forge.dispatch(workflow, inputs)
  const outcome = known === undefined ? 'released' : 'unchanged'
  return {
    schema: 1,
    outcome,
    reason: known === undefined ? 'done' : 'nothing-to-do',
    message: `The release of content ${request.content} is stored (${digest}).`,
    shas,
    next,
  }
}

/** A tag that is there already counts only when it holds these very files: nobody recorded it. */
async function store(room: Room, { content, path }: PublishReleaseRequest, recorded: Digest | undefined): Promise<Digest> {
  const { host } = room
  const files = await host.workspace.collect(path, ['**'])
  if (files.size === 0)
    throw new StagecoachError('release-empty', `There is no file in '${path}'.`, {
      hint: 'Download the artifact of the build job first.',
    })
  const { ref, update } = await host.releases.prepare(content, files, host.clock.now().toISOString())
  if (recorded !== undefined && recorded !== ref.digest) {
    throw new StagecoachError('release-differs', `The release of content '${content}' was recorded with other bytes.`, {
      hint: `Restore the tag release/${content} from another clone.`,
    })
  }
  if (update !== undefined) await push(room, update)
  return ref.digest
}

async function push(room: Room, update: Parameters<Room['host']['git']['push']>[0][number]): Promise<void> {
  const pushed = await room.host.git.push([update])
  if (pushed.kind === 'pushed') return
  if (pushed.kind === 'stale')
    throw new StagecoachError('push-refused', 'Someone stored a release of this content meanwhile.', { hint: 'Run it again.' })
  throw new StagecoachError('push-refused', `The release tag could not be pushed: ${pushed.reason}.`, {
    hint: 'Add `contents: write` to the job permissions (at a terminal: use a token that may push).',
  })
}

/** The gate of what waits for it. A sync has no package: its pull request is the newest one recorded with this content. What is on the branch already waits for nothing but its deployment. */
function waitingFor(world: World, request: PublishReleaseRequest): NonNullable<Result['next']> {
  const { environment, package: name, content, pullRequest } = request
  if (pullRequest !== undefined) return [{ workflow: workflows.gate, inputs: { 'pull-request': String(pullRequest) } }]
  if (environment === undefined) return []
  if (name !== undefined) return [{ workflow: workflows.gate, inputs: { environment, package: name } }]
  const sync = world.view.of('sync', environment).findLast((each) => each.content === content)
  if (sync === undefined) return [{ workflow: workflows.deploy, inputs: { environment } }]
  return [{ workflow: workflows.gate, inputs: { environment, 'pull-request': String(sync.pullRequest) } }]
}
