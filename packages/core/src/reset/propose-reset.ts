import type { Environment } from '../config/config.ts'
import { StagecoachError } from '../error.ts'
import type { ResetEntry } from '../ledger/record.ts'
import { resetRecord } from '../ledger/resets.ts'
import { formatArchiveRef } from '../names/archive-ref.ts'
import { formatResetBranch } from '../names/reset-branch.ts'
import { blocked, type Result } from '../outcome.ts'
import type { Oid } from '../package/package.ts'
import type { PullRequest } from '../ports/forge.ts'
import type { Commit, RefUpdate } from '../ports/git.ts'
import type { Room } from '../ports/runtime.ts'
import { stagecoachPerson } from '../promotion/promotion-commit.ts'
import { storedRelease } from '../release/stored-release.ts'
import { statusContext, workflows } from '../workflows.ts'
import { readWorld, tipOf, type World } from '../world.ts'
import { mergeReset } from './merge-reset.ts'

/** Archives the tip, pushes the planned tree as one commit on it, and opens, or adopts, the pull request. The tree rests on what was planned, not on the tip: it is the same when somebody has pushed since. */
export async function proposeReset(room: Room, environment: Environment, reset: ResetEntry, body?: string): Promise<Result> {
  const { host } = room
  const world = await readWorld(room)
  const tip = await host.git.commit(tipOf(world, environment))
  await checkTree(room, world, reset)
  const head = await host.git.writeCommit(await resetCommit(room, environment, reset, tip))
  const branch = formatResetBranch({ environment: environment.name, operation: reset.operation })
  const archive = formatArchiveRef(environment.name, tip.oid)
  const ref = `refs/heads/${branch}`
  const refused = await push(room, environment, branch, [
    { ref: archive, expected: undefined, to: tip.oid },
    { ref, expected: world.refs.get(ref)?.oid, to: head },
  ])
  if (refused !== undefined) return refused
  const { pull, opened } = await openPull(room, environment, reset, branch, body)
  const proposed = { ...reset, proposal: { pullRequest: pull.number, tip: tip.oid, head, archive } }
  await host.ledger.append(() => [resetRecord(proposed, 'proposed', `${head}:${pull.number}`)])
  return awaitGate(room, world, environment, { reset: proposed, pull, opened, head, tip: tip.oid })
}

/** What is pushed is computed here; that it is what was planned is checked, since resolutions may have come since.
 *  @throws StagecoachError `plan-changed` */
async function checkTree({ host }: Room, { view }: World, { operation, production, chosen, tree }: ResetEntry): Promise<void> {
  const merged = await mergeReset(host, view, production, chosen)
  if (merged.conflicts.length === 0 && merged.tree === tree) return
  throw new StagecoachError('plan-changed', `The reset ${operation} does not give the planned tree any more.`, {
    hint: 'Ask for it `again`, or with other packages: that takes the place of this one.',
  })
}

async function resetCommit({ host }: Room, environment: Environment, reset: ResetEntry, tip: Commit) {
  const { production, operation, chosen, tree } = reset
  const base = await host.git.commit(production)
  const message = [
    titleOf(environment, reset),
    '',
    `Stagecoach-Environment: ${environment.name}`,
    `Stagecoach-Reset: ${operation}`,
    `Stagecoach-Production: ${production}`,
    ...chosen.map((each) => `Stagecoach-Package: ${each.name}@${each.version}`),
    '',
  ].join('\n')
  // A commit is never older than its parent.
  const at = Date.parse(tip.committedAt) > Date.parse(base.committedAt) ? tip.committedAt : base.committedAt
  return { tree, parents: [tip.oid], message, author: stagecoachPerson, committer: stagecoachPerson, at }
}

export function titleOf({ name }: Environment, { chosen }: Pick<ResetEntry, 'chosen'>): string {
  const names = chosen.map((each) => each.name).join(', ')
  return `Reset ${name} to production${names === '' ? '' : ` and ${names}`}`.slice(0, 200)
}

async function push({ host }: Room, environment: Environment, branch: string, updates: RefUpdate[]): Promise<Result | undefined> {
  const pushed = await host.git.push(updates)
  if (pushed.kind === 'pushed') return undefined
  if (pushed.kind === 'refused' && pushed.code === 'workflow-files') {
    const message = `The reset of ${environment.name} changes .github/workflows, which this token may not push to '${branch}'.`
    const advice = [
      'A person with the `workflow` scope runs `stagecoach reset` from a terminal, or a GitHub App with `workflows: write` does.',
    ]
    return blocked('workflow-files', message, { environment: environment.name, advice })
  }
  const why = pushed.kind === 'stale' ? `${pushed.ref} moved meanwhile` : pushed.reason
  throw new StagecoachError('push-refused', `The branch '${branch}' could not be pushed: ${why}.`, {
    hint: 'Add `contents: write` to the job permissions, or run it again when someone else was faster.',
  })
}

async function openPull(
  { host }: Room,
  environment: Environment,
  reset: ResetEntry,
  branch: string,
  body = `Resets ${environment.name}; the plan is in the ledger (operation \`${reset.operation}\`).\n`,
): Promise<{ pull: PullRequest; opened: boolean }> {
  const found = await host.forge.findOpen(branch, environment.branch)
  if (found !== undefined) return { pull: found, opened: false }
  const title = titleOf(environment, reset)
  return { pull: await host.forge.open({ head: branch, base: environment.branch, title, body, draft: false }), opened: true }
}

interface Proposed {
  reset: ResetEntry
  pull: PullRequest
  opened: boolean
  head: Oid
  tip: Oid
}

/** The gate, unless a release must be built first: its publishing job starts the gate then. */
async function awaitGate(room: Room, world: World, environment: Environment, proposed: Proposed): Promise<Result> {
  const { host, config } = room
  const { reset, pull, opened, head, tip } = proposed
  const { content, operation } = reset
  const missing = config.release !== undefined && (await storedRelease(host, world.view, content)) === undefined
  const description = missing ? 'The release is being built.' : 'The gates are being evaluated.'
  await host.forge.setStatus(head, { context: statusContext, state: 'pending', description, url: pull.url })
  const next = missing
    ? []
    : [{ workflow: workflows.gate, inputs: { environment: environment.name, 'pull-request': String(pull.number) } }]
  for (const { workflow, inputs } of next) await host.forge.dispatch(workflow, inputs)
  return {
    schema: 1,
    outcome: opened ? 'opened' : 'refreshed',
    reason: missing ? 'release-missing' : 'done',
    message: `${titleOf(environment, reset)} is proposed in #${pull.number}; ${environment.name} is paused until it is deployed.`,
    operation,
    environment: environment.name,
    packages: reset.packages.map((each) => each.name),
    pullRequest: pull.number,
    shas: { head, tip, content },
    releases: missing ? [{ environment: environment.name, content, head }] : [],
    next,
  }
}
