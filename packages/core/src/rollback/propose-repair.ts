import { readState, type BranchState } from '../composition/branch-state.ts'
import { withPackage } from '../composition/composition.ts'
import { withPackageIn } from '../composition/with.ts'
import type { Environment } from '../config/config.ts'
import { rewrittenBranch } from '../foreign/rewritten-branch.ts'
import { releaseCommand } from '../ledger/act-commands.ts'
import { foreseenBy } from '../ledger/foreseen-by.ts'
import type { PackageMove, RollbackEntry } from '../ledger/record.ts'
import { movesOf } from '../ledger/rollbacks.ts'
import { formatRollbackBranch } from '../names/rollback-branch.ts'
import type { Result } from '../outcome.ts'
import type { Oid, PackageRef } from '../package/package.ts'
import type { Commit } from '../ports/git.ts'
import type { Room } from '../ports/runtime.ts'
import { escapeText } from '../report/markdown.ts'
import { workflows } from '../workflows.ts'
import { readWorld, tipOf, type World } from '../world.ts'
import { pushRepair, standsOnLines } from './apart-state.ts'
import { describeMove, namesOfMoves } from './describe-plan.ts'
import type { RollbackDraft } from './hand-rollback.ts'
import { leavingWith } from './leaving-with.ts'
import { writeRepair } from './repair-head.ts'

interface Repair {
  tip: Oid
  head: Oid
  tree: Oid
  content: Oid
  packages: PackageRef[]
}

/** Opens, or adopts, the pull request that takes a rolled-back package out of the environment's branch; what merged later stays. The pause ends when it is deployed. */
export async function proposeRepair(room: Room, environment: Environment, rollback: RollbackEntry): Promise<Result> {
  const { host } = room
  const world = await readWorld(room)
  const rewritten = await rewrittenBranch(room, world, environment)
  if (rewritten !== undefined) return { ...rewritten, operation: rollback.operation }
  const { repair, leaving } = await repairOf(room, world, environment, rollback)
  const branch = formatRollbackBranch({ environment: environment.name, operation: rollback.operation })
  await pushRepair(host.git, world.refs, branch, repair.head)
  const text = describeRepair(environment, rollback, leaving)
  const pull = await host.forge.open({ head: branch, base: environment.branch, title: text.title, body: text.body, draft: false })
  await host.ledger.append(() => [
    {
      ...rollback,
      state: 'proposed',
      repair: { pullRequest: pull.number, ...repair },
      key: `rollback:proposed:${rollback.operation}:${repair.head}`,
    },
  ])
  const next = { workflow: workflows.gate, inputs: { environment: environment.name, package: rollback.package.name } }
  await host.forge.dispatch(next.workflow, next.inputs)
  return {
    schema: 1,
    outcome: 'rolled-back',
    reason: rollback.automatic ? 'verification-failed' : 'taken-back',
    message: `${environment.name} is back on its last verified state (${rollback.plan}); ${namesOfMoves(movesOf(rollback))} ${movesOf(rollback).length === 1 ? 'is' : 'are'} held.`,
    operation: rollback.operation,
    environment: environment.name,
    packages: movesOf(rollback).map((each) => each.package.name),
    pullRequest: pull.number,
    shas: { head: repair.head, tip: repair.tip, content: repair.content },
    next: [next],
    advice: [
      `Push a repaired version of ${rollback.package.name}: it has another digest and is not held. Or lift the hold and promote it again: ${releaseCommand(world.view, host.clock.now().toISOString(), { environment: environment.name }, rollback.package)}`,
    ],
  }
}

/** What the branch shall hold, and the commit for it. While the merge that is taken back is the tip, the state before it comes back byte for byte; while the branch holds what was deployed last, the state that the targets hold; else the packages are taken out of what came later. `leaving`: what else leaves the branch with it, for people.
 *  @throws StagecoachError `text-conflict` */
export async function repairOf(
  room: Room,
  world: World,
  environment: Environment,
  rollback: RollbackDraft,
): Promise<{ repair: Repair; leaving: string[] }> {
  const { git } = room.host
  const tip = await git.commit(tipOf(world, environment))
  const state = await readState(git, tip.oid)
  const whole = wholeState(world, rollback, tip, state.content)
  const { content, baseline } =
    whole === undefined ? { ...state, content: await takenOut(room, state, rollback) } : await readState(git, whole)
  const packages = movesOf(rollback).reduce(movedIn, state.packages)
  const { head, tree } = await writeRepair(git, rollback, tip, { content, packages, baseline })
  const leaving = whole === undefined ? [] : await leavingWith(git, world, rollback, whole, tip.oid)
  return { repair: { tip: tip.oid, head, tree, content, packages }, leaving }
}

/** A commit that has the content to return to as it is, when nothing else was pushed since. */
function wholeState({ view }: World, rollback: RollbackDraft, tip: Commit, content: Oid): Oid | undefined {
  const { environment, of, and, touched, target } = rollback
  const intent = foreseenBy(view, environment, tip)
  if (intent?.operation === of && and === undefined && touched === undefined) return intent.tip
  const deployed = view.of('deployment', environment).findLast((each) => each.state === 'finished' || each.state === 'failed')
  return deployed?.content === content ? target?.commit : undefined
}

function movedIn(packages: readonly PackageRef[], { package: pkg, to }: PackageMove): PackageRef[] {
  const without = withPackage(packages, { without: pkg.name })
  return to === undefined ? without : withPackage(without, to)
}

async function takenOut(room: Room, held: BranchState, rollback: RollbackDraft): Promise<Oid> {
  let { content, packages } = held
  for (const { package: pkg, to } of movesOf(rollback)) {
    const result = await withPackageIn(room.host.git, { content, packages }, pkg.name, to)
    if (result.kind !== 'clean') throw standsOnLines(pkg.name, result.conflicts)
    content = result.tree
    packages = movedIn(packages, { package: pkg, ...(to === undefined ? {} : { to }) })
  }
  return content
}

function describeRepair(
  environment: Environment,
  rollback: RollbackEntry,
  leaving: readonly string[],
): { title: string; body: string } {
  const { plan, operation } = rollback
  const moves = movesOf(rollback)
  const title = `Take ${namesOfMoves(moves)} out of ${environment.name}`
  const body = `${moves.map(describeMove).join('; ')}. The targets of ${environment.name} were already brought back (${plan}, operation \`${operation}\`); this makes the branch say the same. The environment is paused until it is merged and deployed.\n`
  const commits = leaving.map((line) => `\n- ${escapeText(line)}`)
  return { title, body: [body, ...commits].join('') }
}
