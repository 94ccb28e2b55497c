import type { NewEntry, SyncEntry } from '../ledger/record.ts'
import { formatSyncBranch } from '../names/sync-branch.ts'
import type { Oid } from '../package/package.ts'
import type { RefUpdate } from '../ports/git.ts'
import type { Room } from '../ports/runtime.ts'
import type { MergedSubject } from '../promotion/adopt-head.ts'
import { publishHead, type Published } from '../promotion/publish-head.ts'
import type { Validation } from '../promotion/validate.ts'
import { describeBrought } from './describe-brought.ts'
import type { SyncSubject } from './sync-subject.ts'

export interface SyncProposal {
  subject: SyncSubject
  merged: MergedSubject
  operation: string
  validation: Validation | undefined
  /** Deletes branches of merged pull requests in the same push. */
  done: readonly RefUpdate[]
}

/** One pull request for the environment, made or brought up to date. */
export async function publishSync(room: Room, proposal: SyncProposal, existing: Oid | undefined): Promise<Published> {
  const { subject, merged, done } = proposal
  const { environment, production, judgement } = subject
  const body = `Brings ${describeBrought(subject)} of ${production.environment}, as verified there at ${production.verified.commit}, into ${environment.name}. What ${environment.name} holds stays; no version is lowered. Stagecoach keeps this branch and the comment below up to date; merge nothing by hand, the gate merges when every rule holds.\n`
  const publication = {
    branch: formatSyncBranch({ environment: environment.name }),
    base: environment.branch,
    title: `Bring ${production.environment}'s newer content into ${environment.name}`,
    body,
    merged,
    about: { environment: environment.name, package: production.environment },
    entries: (pull: number) => [syncEntry(room, proposal, pull), ...judgement.entries],
    done,
  }
  return publishHead(room, publication, existing)
}

function syncEntry(room: Room, { subject, merged, operation, validation }: SyncProposal, pullRequest: number): NewEntry {
  const { environment, production, baseline, tip, state, plan, direct } = subject
  const { commit } = production.verified
  const conflicts = merged.conflicts.map((conflict) => `${conflict.path} (${conflict.reason})`).join(', ')
  const entry: SyncEntry = {
    kind: 'sync',
    operation,
    environment: environment.name,
    production: { environment: production.environment, commit },
    baseline,
    pullRequest,
    tip: tip.oid,
    head: merged.head,
    tree: merged.tree,
    content: merged.content,
    state: conflicts === '' ? 'ready' : 'conflict',
    packages: plan.after,
    brings: [...plan.raise, ...plan.bring],
    leaves: plan.leaves,
    commits: direct.length,
    ...(validation === undefined ? {} : { effect: validation.effect }),
    ...(validation?.rehearsal === undefined ? {} : { rehearsal: validation.rehearsal }),
    ...(merged.person === undefined ? {} : { resolvedBy: merged.person.commit.author.email }),
    neighbours: state.packages,
    findings: validation?.findings ?? [],
    ...(conflicts === '' ? {} : { detail: conflicts }),
  }
  // Another requester is another record: four eyes wants everyone who asked for it.
  const requester = room.host.actor.triggering ?? room.host.actor.login
  return { ...entry, key: `sync:${pullRequest}:${merged.head}:${validation?.effect.digest ?? 'conflict'}:${requester}` }
}
