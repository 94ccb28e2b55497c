import { contentId } from '../composition/branch-state.ts'
import type { Oid } from '../package/package.ts'
import type { Commit, Conflict } from '../ports/git.ts'
import type { Room } from '../ports/runtime.ts'
import { judgePersonHead, type PersonHead } from './person-head.ts'
import { pushedOnTop, type OurForm } from './pushed-on-top.ts'
import { stagecoachPerson } from './promotion-commit.ts'
import type { Replay } from './replay-promotion.ts'

/** A promotion or sync as a commit on the tip. */
export interface MergedSubject {
  head: Oid
  tree: Oid
  content: Oid
  /** Conflicts nobody has decided. */
  conflicts: Conflict[]
  /** Paths that recorded resolutions decided. */
  reused: string[]
  /** A person's head that is kept. */
  person?: { commit: Commit; results: Extract<PersonHead, { kind: 'resolution' }>['results'] }
  /** A person's head that can't be taken. */
  refused?: Exclude<PersonHead, { kind: 'resolution' }>
}

/** The head to propose: ours (`head`, made of the replay), or a person's that decides the rest of its conflicts. `forms` is what was recorded of the branch, `existing` where it is now. */
export async function adoptHead(
  room: Room,
  forms: readonly OurForm[],
  tip: Oid,
  replay: Replay,
  head: Oid,
  existing: Oid | undefined,
): Promise<MergedSubject> {
  const { git } = room.host
  const mine: MergedSubject = { head, ...replay }
  if (existing === undefined || existing === head || isOurs(forms, existing)) return mine
  const commit = await git.commit(existing)
  // An attempt cut off between push and record: whoever borrows this identity only lets us write over their commit.
  if (commit.committer.email === stagecoachPerson.email) return mine
  const foreign = await pushedOnTop(git, forms, { tip, head: commit, replayed: replay.tree })
  const open = new Set(replay.conflicts.map((conflict) => conflict.path))
  const paths = foreign?.filter((path) => !open.has(path)) ?? []
  if (paths.length > 0) return { ...mine, refused: { kind: 'foreign-change', paths } }
  const judged = await judgePersonHead(git, commit, tip, replay)
  if (judged.kind !== 'resolution') {
    // A commit for an older tip gives way only when nothing is left to decide; otherwise it is kept and said.
    const superseded = judged.kind === 'unfinished' && replay.conflicts.length === 0
    return superseded ? mine : { ...mine, refused: judged }
  }
  const content = await contentId(git, commit.tree)
  return {
    head: existing,
    tree: commit.tree,
    content,
    conflicts: [],
    reused: replay.reused,
    person: { commit, results: judged.results },
  }
}

/** A head that we pushed and recorded. */
function isOurs(forms: readonly OurForm[], head: Oid): boolean {
  return forms.some((each) => each.head === head && each.resolvedBy === undefined)
}
