import { readState, writeState } from '../composition/branch-state.ts'
import { withPackage } from '../composition/composition.ts'
import { withPackageIn } from '../composition/with.ts'
import type { Environment } from '../config/config.ts'
import { StagecoachError } from '../error.ts'
import { foreseenBy } from '../ledger/operations.ts'
import type { RollbackEntry } from '../ledger/record.ts'
import { formatRollbackBranch } from '../names/rollback-branch.ts'
import type { Result } from '../outcome.ts'
import type { Oid, PackageRef } from '../package/package.ts'
import { stagecoachPerson } from '../promotion/promotion-commit.ts'
import type { Commit } from '../ports/git.ts'
import type { Room } from '../ports/runtime.ts'
import { workflows } from '../workflows.ts'
import { readWorld, tipOf, type World } from '../world.ts'

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
  const tip = await host.git.commit(tipOf(world, environment))
  const repair = await repairedTree(room, world, environment, rollback, tip)
  const branch = formatRollbackBranch({ environment: environment.name, operation: rollback.operation })
  const ref = `refs/heads/${branch}`
  const pushed = await host.git.push([{ ref, expected: world.refs.get(ref)?.oid, to: repair.head }])
  if (pushed.kind !== 'pushed') throw pushFailed(branch, pushed.kind === 'stale' ? 'it moved meanwhile' : pushed.reason)
  const text = describeRepair(environment, rollback)
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
    message: `${environment.name} is back on its last verified state (${rollback.plan}); ${rollback.package.name} ${rollback.package.version} is held.`,
    operation: rollback.operation,
    environment: environment.name,
    packages: [rollback.package.name],
    pullRequest: pull.number,
    shas: { head: repair.head, tip: repair.tip, content: repair.content },
    next: [next],
    advice: [`Push a repaired version of ${rollback.package.name}: it has another digest and is not held.`],
  }
}

/** While the failed merge is the tip, the state before it comes back byte for byte; else the package is taken out of what came later. */
async function repairedTree(
  room: Room,
  world: World,
  environment: Environment,
  rollback: RollbackEntry,
  tip: Commit,
): Promise<Repair> {
  const { git } = room.host
  const state = await readState(git, tip.oid)
  const without = withPackage(state.packages, { without: rollback.package.name })
  const packages = rollback.to === undefined ? without : withPackage(without, rollback.to)
  const intent = foreseenBy(world.view, environment.name, tip)
  const content =
    intent?.operation === rollback.of ? (await readState(git, intent.tip)).content : await takenOut(room, tip.oid, rollback)
  const tree = await writeState(git, content, packages, state.baseline)
  const message = `Take ${rollback.package.name} ${rollback.package.version} out of ${environment.name}\n\nStagecoach-Environment: ${environment.name}\nStagecoach-Rollback: ${rollback.operation}\n`
  const head = await git.writeCommit({
    tree,
    parents: [tip.oid],
    message,
    author: stagecoachPerson,
    committer: stagecoachPerson,
    at: tip.committedAt,
  })
  return { tip: tip.oid, head, tree, content, packages }
}

async function takenOut(room: Room, tip: Oid, rollback: RollbackEntry): Promise<Oid> {
  const result = await withPackageIn(room.host.git, tip, rollback.package.name, rollback.to)
  if (result.kind === 'clean') return result.tree
  const paths = result.conflicts.map((conflict) => conflict.path).join(', ')
  throw new StagecoachError(
    'text-conflict',
    `${rollback.package.name} cannot be taken out by itself: later changes stand on the same lines (${paths}).`,
    {
      hint: 'Push a repaired version of the package instead.',
    },
  )
}

function describeRepair(environment: Environment, rollback: RollbackEntry): { title: string; body: string } {
  const { package: pkg, to, plan, operation } = rollback
  const title = `Take ${pkg.name} ${pkg.version} out of ${environment.name}`
  const back = to === undefined ? 'The package leaves the environment' : `Version ${to.version}, verified before, comes back`
  const body = `${back}. Its targets were already brought back (${plan}, operation \`${operation}\`); this makes the branch say the same. The environment is paused until it is merged and deployed.\n`
  return { title, body }
}

function pushFailed(branch: string, why: string): StagecoachError {
  return new StagecoachError('push-refused', `The branch '${branch}' could not be pushed: ${why}.`, {
    hint: 'Add `contents: write` to the job permissions, or run it again when someone else was faster.',
  })
}
