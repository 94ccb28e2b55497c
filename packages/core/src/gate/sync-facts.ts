import type { RecordOf } from '../ledger/history.ts'
import { syncForm } from '../ledger/syncs.ts'
import { builtRecord } from '../ledger/trusted.ts'
import type { Oid } from '../package/package.ts'
import type { CommitPerson, PullRequest, Review } from '../ports/forge.ts'
import type { Room } from '../ports/runtime.ts'
import { replaySync } from '../sync/replay-sync.ts'
import type { SyncSubject } from '../sync/sync-subject.ts'
import type { World } from '../world.ts'
import { syncGates } from './effective-gates.ts'
import type { GateFacts } from './facts.ts'
import { gatherFacts } from './gather-facts.ts'
import { isGoverned } from './governed.ts'

/** What a decision on a sync rests on: the same facts as of a promotion, with production at its commit in the place of the package. `merged`: the commit a person made of its head, whose branch may be gone; `submitted`: reviews that were read already. */
export async function gatherSyncFacts(
  room: Room,
  world: World,
  subject: SyncSubject,
  pull: PullRequest,
  record: RecordOf<'sync'>,
  { merged = record.head, submitted }: { merged?: Oid; submitted?: readonly Review[] } = {},
): Promise<GateFacts> {
  const { environment, plan } = subject
  const form = await governedBySync(room, syncForm(record), record.production.commit)
  const facts = await gatherFacts(
    room,
    world,
    environment,
    pull,
    { ...form, head: merged },
    {
      gates: syncGates(environment),
      moving: plan.raise.map((each) => each.name),
      foreignPaths: foreignInSync(room, world, subject, merged),
      ...(submitted === undefined ? {} : { submitted }),
    },
  )
  const people = [...facts.reviews.people, ...peopleBehind(world, subject)]
  return { ...facts, sync: true, promotions: [...facts.promotions.slice(0, -1), form], reviews: { ...facts.reviews, people } }
}

/** What production's branch says of who may do what was approved there; only what a merge made of it is asked about again. */
async function governedBySync(
  { host: { git }, config }: Room,
  form: RecordOf<'promotion'>,
  production: string,
): Promise<RecordOf<'promotion'>> {
  const { effect } = form
  const governed = (path: string): boolean => isGoverned(path, config.path)
  if (effect === undefined || !effect.paths.some(({ path }) => governed(path))) return form
  const there = new Map((await git.list(production)).map(({ path, mode, oid }) => [path, `${mode} ${oid}`]))
  const paths = effect.paths.filter(({ path, after }) => !governed(path) || there.get(path) !== after)
  return { ...form, effect: { ...effect, paths } }
}

/** Paths in which the head differs from the sync made again now. */
async function foreignInSync({ host }: Room, world: World, subject: SyncSubject, head: Oid): Promise<string[]> {
  const replay = await replaySync(host, world.view, subject)
  return (await host.git.diff(replay.tree, head)).map((change) => change.path)
}

/** Whoever wrote what comes: the packages and the commits on production's branch. */
function peopleBehind({ view }: World, { plan, direct }: SyncSubject): CommitPerson[] {
  const built = [...plan.raise, ...plan.bring].flatMap((pkg) => builtRecord(view, pkg.digest)?.people ?? [])
  const packages = built.map((each) => (each.includes('@') ? { email: each } : { login: each, email: '' }))
  return [...packages, ...direct.flatMap(({ author, committer }) => [{ email: author.email }, { email: committer.email }])]
}
