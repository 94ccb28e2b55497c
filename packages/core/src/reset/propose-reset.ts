import type { Environment } from '../config/config.ts'
import { StagecoachError } from '../error.ts'
import type { ResetEntry } from '../ledger/record.ts'
import { resetRecord } from '../ledger/resets.ts'
import { formatArchiveRef } from '../names/archive-ref.ts'
import { formatResetBranch } from '../names/reset-branch.ts'
import { statusContextOf } from '../names/status-context.ts'
import { blocked, type Result } from '../outcome.ts'
import type { Oid } from '../package/package.ts'
import type { PullRequest } from '../ports/forge.ts'
import type { Commit } from '../ports/git.ts'
import type { Room } from '../ports/runtime.ts'
import { stagecoachPerson } from '../promotion/promotion-commit.ts'
import { storedRelease } from '../release/stored-release.ts'
import { workflows } from '../workflows.ts'
import { readWorld, tipOf, type World } from '../world.ts'
import { giveBack, isLasting } from './give-back.ts'
import { mergeReset } from './merge-reset.ts'

/** Archives the tip, pushes the planned tree as one commit on it, and opens, or adopts, the pull request. What somebody had pushed to its branch is put aside in the archive. A person asked for this, or a run goes on that was cut off. */
export async function proposeReset(room: Room, environment: Environment, reset: ResetEntry, body?: string): Promise<Result> {
  const { host } = room
  const world = await readWorld(room)
  const tip = await host.git.commit(tipOf(world, environment))
  if (tip.oid !== reset.tip) return outdated(environment, reset)
  const head = await host.git.writeCommit(await resetCommit(room, environment, reset, tip))
  const offered = await offer(room, world, environment, reset, head, body).catch(async (error: unknown) => {
    if (isLasting(error)) await giveBack(room, reset, head)
    throw error
  })
  return offered.kind === 'stopped' ? offered.result : awaitGate(room, world, environment, offered)
}

async function offer(
  room: Room,
  world: World,
  environment: Environment,
  reset: ResetEntry,
  head: Oid,
  body: string | undefined,
): Promise<Proposed | Stopped> {
  await checkTree(room, world, reset)
  const pushed = await pushHead(room, world, environment, reset, head)
  if (pushed.kind === 'stopped') return pushed
  const { pull, opened } = await openPull(room, environment, reset, pushed.branch, body)
  const { tip } = reset
  const { aside } = pushed
  const archive = formatArchiveRef(environment.name, tip)
  const proposal = { pullRequest: pull.number, tip, head, archive, ...(aside === undefined ? {} : { aside }) }
  const proposed = { ...reset, proposal }
  await room.host.ledger.append(() => [resetRecord(proposed, 'proposed', `${head}:${pull.number}:${aside ?? ''}`)])
  return { kind: 'proposed', reset: proposed, pull, opened, head, tip }
}

function outdated({ name, branch }: Environment, { operation }: ResetEntry): Result {
  return blocked('base-moved', `${branch} moved since the reset ${operation} was planned, and what came would go with it.`, {
    environment: name,
    operation,
    advice: ['Ask for the reset once more: it plans anew and shows what goes.'],
  })
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

interface Stopped {
  kind: 'stopped'
  result: Result
}

type Pushed = { kind: 'pushed'; branch: string; aside: Oid | undefined } | Stopped

async function pushHead(room: Room, world: World, environment: Environment, reset: ResetEntry, head: Oid): Promise<Pushed> {
  const { name } = environment
  const branch = formatResetBranch({ environment: name, operation: reset.operation })
  const ref = `refs/heads/${branch}`
  const there = world.refs.get(ref)?.oid
  const aside = there === undefined || there === head || there === reset.proposal?.head ? undefined : there
  const kept = [reset.tip, ...(aside === undefined ? [] : [aside])]
  const pushed = await room.host.git.push([
    ...kept.map((to) => ({ ref: formatArchiveRef(name, to), expected: undefined, to })),
    { ref, expected: there, to: head },
  ])
  if (pushed.kind === 'pushed') return { kind: 'pushed', branch, aside }
  if (pushed.kind === 'stale')
    return stopped('head-moved', `${pushed.ref} moved meanwhile.`, { environment: name, advice: ['Run it again.'] })
  if (pushed.code !== 'workflow-files')
    throw new StagecoachError('push-refused', `The branch '${branch}' could not be pushed: ${pushed.reason}.`, {
      hint: 'Add `contents: write` to the job permissions (at a terminal: use a token that may push).',
    })
  await giveBack(room, reset)
  return stopped(
    'workflow-files',
    `The reset of ${name} changes .github/workflows, which this token may not push to '${branch}'.`,
    {
      environment: name,
      advice: [
        'A person with the `workflow` scope runs `stagecoach reset` from a terminal, or a GitHub App with `workflows: write` does. The environment is open again.',
      ],
    },
  )
}

function stopped(...about: Parameters<typeof blocked>): Stopped {
  return { kind: 'stopped', result: blocked(...about) }
}

async function openPull(
  { host }: Room,
  environment: Environment,
  reset: ResetEntry,
  branch: string,
  given: string | undefined,
): Promise<{ pull: PullRequest; opened: boolean }> {
  const found = await host.forge.findOpen(branch, environment.branch)
  if (found !== undefined) {
    if (given !== undefined && given !== found.body) await host.forge.update(found.number, { body: given })
    return { pull: found, opened: false }
  }
  const body = given ?? `Resets ${environment.name}; the plan is in the ledger (operation \`${reset.operation}\`).\n`
  const title = titleOf(environment, reset)
  return { pull: await host.forge.open({ head: branch, base: environment.branch, title, body, draft: false }), opened: true }
}

interface Proposed {
  kind: 'proposed'
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
  const context = statusContextOf(environment.name)
  await host.forge.setStatus(head, { context, state: 'pending', description, url: pull.url })
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
