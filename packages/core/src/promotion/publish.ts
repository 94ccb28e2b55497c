import { digestOf } from '../digest.ts'
import type { NewEntry, PromotionEntry } from '../ledger/record.ts'
import { formatPromotionBranch } from '../names/promotion-branch.ts'
import type { Manifest, Oid } from '../package/package.ts'
import type { RefUpdate } from '../ports/git.ts'
import type { Room } from '../ports/runtime.ts'
import type { MergedSubject } from './adopt-head.ts'
import { laneRecord } from './lane-record.ts'
import { publishHead, type Published } from './publish-head.ts'
import type { PromotionSubject } from './subject.ts'
import type { Validation } from './validate.ts'

export interface Proposal {
  subject: PromotionSubject
  merged: MergedSubject
  manifest: Manifest
  operation: string
  validation: Validation | undefined
  releaseMissing: boolean
  /** Deletes branches of merged promotions in the same push. */
  done: readonly RefUpdate[]
}

/** One pull request for the package and environment, made or brought up to date. */
export async function publishPromotion(room: Room, proposal: Proposal, existing: Oid | undefined): Promise<Published> {
  const { subject, merged, done } = proposal
  const { environment, package: pkg, replaces } = subject
  const from = replaces === undefined ? '' : ` It takes the place of ${replaces.name} ${replaces.version}.`
  const body = `Brings the package \`${pkg.name}\` (built from ${pkg.source}) into ${environment.name}.${from} Stagecoach keeps this branch and the comment below up to date; merge nothing by hand, the gate merges when every rule holds.\n`
  const publication = {
    branch: formatPromotionBranch({ environment: environment.name, package: pkg.name }),
    base: environment.branch,
    title: `Promote ${pkg.name} ${pkg.version} to ${environment.name}`,
    body,
    merged,
    about: { environment: environment.name, package: pkg.name },
    entries: (pull: number) => [
      promotionEntry(room, proposal, pull),
      ...laneRecord(room, subject, proposal.validation?.effect.digest),
      ...subject.judgement.entries,
    ],
    done,
  }
  return publishHead(room, publication, existing)
}

/** What the ledger keeps of it, but for its pull request and key. */
export function promotionOf({ subject, merged, operation, validation }: Proposal, pullRequest: number): PromotionEntry {
  const { environment, package: pkg, replaces, tip, state, lane } = subject
  const conflicts = merged.conflicts.map((conflict) => `${conflict.path} (${conflict.reason})`).join(', ')
  return {
    kind: 'promotion',
    operation,
    environment: environment.name,
    package: pkg,
    ...(replaces === undefined ? {} : { replaces }),
    pullRequest,
    tip: tip.oid,
    head: merged.head,
    tree: merged.tree,
    content: merged.content,
    state: merged.conflicts.length > 0 ? 'conflict' : 'ready',
    ...(validation === undefined ? {} : { effect: validation.effect }),
    ...(validation?.rehearsal === undefined ? {} : { rehearsal: validation.rehearsal }),
    ...(lane === undefined ? {} : { lane: { name: lane.name, reason: lane.reason } }),
    ...(merged.person === undefined ? {} : { resolvedBy: merged.person.commit.author.email }),
    neighbours: state.packages,
    findings: validation?.findings ?? [],
    overtakes: validation?.overtakes ?? [],
    ...(conflicts === '' ? {} : { detail: conflicts }),
  }
}

function promotionEntry(room: Room, proposal: Proposal, pullRequest: number): NewEntry {
  const { subject, merged, validation } = proposal
  const { lane } = subject
  // Another requester is another record: four eyes wants everyone who asked for it. So is a lane taken later.
  const requester = room.host.actor.triggering ?? room.host.actor.login
  const inLane = lane === undefined ? '' : `:${lane.name}:${digestOf(lane.reason).slice(0, 16)}`
  const effect = validation?.effect.digest ?? 'conflict'
  return { ...promotionOf(proposal, pullRequest), key: `promotion:${pullRequest}:${merged.head}:${effect}:${requester}${inLane}` }
}
