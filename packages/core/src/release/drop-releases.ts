import { droppedReleases, releaseRecord } from '../ledger/trusted.ts'
import { formatReleaseTag, parseReleaseTag } from '../names/release-tag.ts'
import type { RefUpdate } from '../ports/git.ts'
import type { Room } from '../ports/runtime.ts'
import { viewHistory } from '../ledger/history.ts'
import type { World } from '../world.ts'
import { droppable } from './retention.ts'

/** Deletes at most so many tags at once: a sweep is short, and the next one goes on. */
const atOnce = 50

/** Records, then deletes, the tags of releases that the configured retention no longer keeps, and those that an attempt before recorded and left. Answers with a line for people, when there was something to do. `read` gives the world as it is now. */
export async function dropReleases({ host, config }: Room, read: () => Promise<World>, dryRun: boolean): Promise<string[]> {
  const keep = config.release?.keep
  if (keep === undefined) return []
  const world = await read()
  const { refs, view } = world
  const environments = config.environments.map((each) => each.name)
  const hasBranch = (name: string): boolean => refs.has(`refs/heads/${name}`)
  const due = droppable({ view, environments, hasBranch, now: host.clock.now().toISOString() }, keep).slice(0, atOnce)
  const left = leftTags(world).slice(0, atOnce)
  if (due.length + left.length === 0) return []
  const line = `releases: ${due.length} of old contents are dropped.`
  if (dryRun) return [line]
  const history = await host.ledger.append(() =>
    due.map(({ content, digest, why, key }) => ({
      kind: 'release-dropped',
      content,
      digest,
      reason: why,
      key: `release-dropped:${key}`,
    })),
  )
  const again = viewHistory(history)
  const updates = [...new Set([...due.map((each) => each.content), ...left])]
    .filter((content) => releaseRecord(again, content) === undefined)
    .flatMap((content): RefUpdate[] => {
      const ref = `refs/tags/${formatReleaseTag(content)}`
      const tag = refs.get(ref)
      return tag === undefined ? [] : [{ ref, expected: tag.oid, to: undefined }]
    })
  if (updates.length === 0) return [line]
  const pushed = await host.git.push(updates)
  if (pushed.kind === 'refused') {
    host.warn(
      `Tags of dropped releases could not be deleted: ${pushed.reason}. Let a rule for release/** allow it, or take \`release.keep\` out of the configuration.`,
    )
  }
  return [line]
}

/** Contents whose release was dropped on the record, and whose tag is there. */
function leftTags({ refs, view }: World): string[] {
  return [...refs.keys()].flatMap((ref) => {
    const content = ref.startsWith('refs/tags/') ? parseReleaseTag(ref.slice('refs/tags/'.length)) : undefined
    if (content === undefined || droppedReleases(view, content).length === 0) return []
    return releaseRecord(view, content) === undefined ? [content] : []
  })
}
