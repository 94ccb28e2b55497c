import { droppedReleases, releaseRecord } from '../ledger/trusted.ts'
import { formatReleaseTag, parseReleaseTag } from '../names/release-tag.ts'
import type { Oid } from '../package/package.ts'
import type { RefUpdate } from '../ports/git.ts'
import type { LedgerHistory } from '../ports/ledger.ts'
import type { Host, Room } from '../ports/runtime.ts'
import { viewHistory, type LedgerView } from '../ledger/history.ts'
import type { World } from '../world.ts'
import { droppable } from './retention.ts'

type Droppable = ReturnType<typeof droppable>[number]

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
  const facts = { environments, hasBranch, now: host.clock.now().toISOString() }
  const due = droppable({ ...facts, view }, keep).slice(0, atOnce)
  const left = leftTags(world).slice(0, atOnce)
  if (due.length + left.length === 0) return []
  const say = (count: number): string[] => [`releases: ${count} of old contents are dropped.`]
  if (dryRun) return say(due.length)
  const history = await recordDrops(host, world, due, (newest) => droppable({ ...facts, view: newest }, keep))
  const again = viewHistory(history)
  const dropped = due.filter(({ content }) => releaseRecord(again, content) === undefined).length
  const updates = [...new Set([...due.map((each) => each.content), ...left])]
    .filter((content) => releaseRecord(again, content) === undefined)
    .flatMap((content): RefUpdate[] => {
      const ref = `refs/tags/${formatReleaseTag(content)}`
      const tag = refs.get(ref)
      return tag === undefined ? [] : [{ ref, expected: tag.oid, to: undefined }]
    })
  if (updates.length === 0) return say(dropped)
  const pushed = await host.git.push(updates)
  if (pushed.kind === 'refused') {
    host.warn(
      `Tags of dropped releases could not be deleted: ${pushed.reason}. Let the rule for release/**/* allow it, or take \`release.keep\` out of the configuration.`,
    )
  }
  return say(dropped)
}

/** Of what was due, what still is when it is recorded: others recorded meanwhile. */
function recordDrops(
  { ledger }: Pick<Host, 'ledger'>,
  world: World,
  due: readonly Droppable[],
  stillDue: (newest: LedgerView) => Droppable[],
): Promise<LedgerHistory> {
  return ledger.append((newest) => {
    const old = new Set(stillDue(viewHistory(newest)).map((each) => each.key))
    const wanted = wantedSince(world, newest)
    return due
      .filter(({ content, key }) => old.has(key) && !wanted.has(content))
      .map(({ content, digest, why, key }) => ({
        kind: 'release-dropped',
        content,
        digest,
        reason: why,
        key: `release-dropped:${key}`,
      }))
  })
}

/** What was proposed since the branches were looked at: it counts on the release that it found. */
function wantedSince({ history }: World, newest: LedgerHistory): Set<Oid> {
  const seen = history.records.at(-1)?.seq ?? 0
  return new Set(
    newest.records.flatMap((each) =>
      each.seq > seen && (each.kind === 'promotion' || each.kind === 'sync') ? [each.content] : [],
    ),
  )
}

/** Contents whose release was dropped on the record, and whose tag is there. */
function leftTags({ refs, view }: World): string[] {
  return [...refs.keys()].flatMap((ref) => {
    const content = ref.startsWith('refs/tags/') ? parseReleaseTag(ref.slice('refs/tags/'.length)) : undefined
    if (content === undefined || droppedReleases(view, content).length === 0) return []
    return releaseRecord(view, content) === undefined ? [content] : []
  })
}
