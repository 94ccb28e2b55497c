import { digestOf } from '../digest.ts'
import type { Environment } from '../config/config.ts'
import { orLeaseHeld } from '../deployment/lease-held-result.ts'
import { adoptByHand } from '../gate/adopt-by-hand.ts'
import { decideRepair } from '../gate/decide-repair.ts'
import { carryOut, type Merge } from '../gate/merge-promotion.ts'
import type { RecordOf } from '../ledger/history.ts'
import { askersOf, openReset, resetRecord } from '../ledger/resets.ts'
import { statusContextOf } from '../names/status-context.ts'
import type { Result } from '../outcome.ts'
import type { PullRequest } from '../ports/forge.ts'
import type { Room } from '../ports/runtime.ts'
import { environmentOf, tipOf, type World } from '../world.ts'
import { mergedAs } from './merged-as.ts'
import { closeProposal } from './close-proposal.ts'
import { foreignHands } from './foreign-hands.ts'
import { proposeReset, titleOf } from './propose-reset.ts'
import { shutBy } from './shut-by.ts'

type Reset = RecordOf<'reset'>

/** The pull request of a reset has the small gate set of a way back, and waits for its release, a freeze and a stop; a hold on what it keeps shuts it. It alone may pass the pause. */
export async function evaluateReset(room: Room, world: World, environment: Environment, reset: Reset): Promise<Result> {
  const { host } = room
  const { proposal } = reset
  if (proposal === undefined) return proposeReset(room, environment, reset)
  const isRecorded = world.view.of('merged', environment.name).some((each) => each.operation === reset.operation)
  if (isRecorded || reset.state !== 'proposed') return waits(environment, reset, 'It is merged; start the deploy workflow.')
  const tip = tipOf(world, environment)
  const pull = await host.forge.get(proposal.pullRequest)
  const byHand = await mergedAs(host.git, reset, tip)
  if (byHand === undefined && pull.state === 'closed' && !pull.merged) return giveUp(room, environment, reset)
  const foreign = byHand === undefined ? foreignHands(environment, reset, pull, tip) : undefined
  const why = foreign ?? (await shutBy(room, world.view, environment, reset)) ?? (await undecided(room, world, pull, reset))
  if (why !== undefined) return say(room, environment, reset, pull, why)
  const merge = mergeOf(environment, reset, proposal, pull)
  const closed = async (again: World): Promise<string | undefined> => {
    if (openReset(again.view, environment.name)?.operation !== reset.operation) return 'The reset was given up meanwhile.'
    return (await shutBy(room, again.view, environment, reset)) ?? undecided(room, again, pull, reset)
  }
  if (byHand !== undefined) {
    const stands = async (again: World): Promise<string | undefined> => {
      const there = (await mergedAs(host.git, reset, tipOf(again, environment)))?.oid === byHand.oid
      return there ? closed(again) : 'the branch moved'
    }
    const adoption = { merge, commit: byHand, stillOpen: stands }
    return orLeaseHeld(environment.name, reset.operation, () => adoptByHand(room, world, adoption))
  }
  return carryOut(
    room,
    world,
    merge,
    () => [],
    async (again) => ({ pull: await host.forge.get(pull.number), why: await closed(again) }),
  )
}

async function undecided(room: Room, { view }: World, pull: PullRequest, reset: Reset): Promise<string | undefined> {
  const environment = environmentOf(room, reset.environment)
  const decision = await decideRepair(room, environment, pull, ...askersOf(view, environment.name, reset.operation))
  if (decision.state === 'pass') return undefined
  return decision.gates.flatMap((gate) => (gate.state === 'pass' ? [] : gate.reasons)).join(' ')
}

/** On the pull request, too: whoever looks there sees why it stays open. */
async function say(room: Room, environment: Environment, reset: Reset, pull: PullRequest, why: string): Promise<Result> {
  if (pull.state === 'open') {
    const context = statusContextOf(environment.name)
    const status = { context, state: 'pending' as const, description: why.slice(0, 140), url: pull.url }
    await room.host.forge.setStatus(pull.head.sha, status)
  }
  return waits(environment, reset, why)
}

function mergeOf(environment: Environment, reset: Reset, proposal: NonNullable<Reset['proposal']>, pull: PullRequest): Merge {
  const { operation, tree, content, packages, production, chosen } = reset
  const { tip, head } = proposal
  const plan = digestOf({ production, chosen: chosen.map((each) => each.digest) })
  const title = `${titleOf(environment, reset)} (#${pull.number})`
  return { environment, pull, operation, verb: 'reset', tip, head, tree, content, packages, plan, title }
}

/** Its pull request was closed: the environment goes on as it was. */
async function giveUp(room: Room, environment: Environment, reset: Reset): Promise<Result> {
  const { host } = room
  await host.ledger.append(() => [resetRecord(reset, 'withdrawn', reset.proposal?.head ?? '')])
  await closeProposal(room, reset)
  const message = `#${reset.proposal?.pullRequest} was closed, so the reset of ${environment.name} is given up; nothing was changed, and the environment is open again.`
  return { schema: 1, outcome: 'recorded', reason: 'done', message, environment: environment.name, operation: reset.operation }
}

function waits(environment: Environment, { operation, proposal, packages }: Reset, message: string): Result {
  return {
    schema: 1,
    outcome: 'pending',
    reason: 'gates-pending',
    message,
    environment: environment.name,
    packages: packages.map((each) => each.name),
    operation,
    ...(proposal === undefined ? {} : { pullRequest: proposal.pullRequest }),
  }
}
