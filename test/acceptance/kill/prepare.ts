import { execFile } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { git } from '../../story/stage/git-person.ts'
import { writeTree } from '../../story/stage/write-tree.ts'
import {
  baselineSql,
  branchOf,
  clearance,
  discount,
  environments,
  labels,
  memos,
  ownRows,
  shopFiles,
  surcharge,
  tickets,
} from './small-shop.ts'
import { approveOpen, byLane } from './stretches.ts'
import { databasesOf, keepWorld, openWorld, type Ground, type Snapshot, type World } from './world.ts'

const run = promisify(execFile)
const foundedAt = new Date('2026-11-30T09:00:00Z')

/** The shop before Stagecoach did anything: workflows written by `stagecoach init`, databases with their rows. */
export async function foundShop(ground: Ground, files = shopFiles): Promise<Snapshot> {
  const folder = join(ground.directory, 'founded')
  const work = join(folder, 'work')
  await mkdir(work, { recursive: true })
  await git(work, ['init', '--quiet'])
  await writeTree(work, files)
  await run(process.execPath, [join(ground.release, 'cli/stagecoach.js'), 'init', '--default-branch', 'main'], { cwd: work })
  await git(work, ['add', '--all'], 'maya')
  await git(work, ['commit', '--quiet', '--message', 'The small shop'], 'maya', foundedAt)
  for (const environment of environments) await git(work, ['branch', '--force', branchOf[environment], 'HEAD']).catch(onMain)
  await git(folder, ['clone', '--quiet', '--bare', work, 'bare'])
  await mkdir(join(folder, 'deployed'))
  const { server } = ground
  const template = `${server.prefix}template`
  await server.admin(`create database ${template}`)
  await server.query(template, baselineSql)
  const databases = databasesOf(ground, 'founded')
  for (const environment of environments) {
    await server.admin(`create database ${databases[environment]} template ${template}`)
    await server.query(databases[environment], ownRows[environment])
  }
  return { folder, databases, template, startsAt: '2026-12-01T08:01:00Z', pulls: 0 }
}

/** The default branch is checked out: it stands where it should already. */
function onMain(error: unknown): void {
  if (!String(error).includes('main')) throw error
}

/** `labels` is built, and nobody has proposed it anywhere: the build is cut off before it starts the promotion. */
export async function builtLabels(ground: Ground, founded: Snapshot): Promise<Snapshot> {
  const world = await openWorld(ground, founded)
  cutBeforeDispatch(world, 'build')
  await world.push(labels)
  await world.settle()
  return keepAndClose(ground, world, 'built')
}

/** `labels` is merged into integration: its deployment has not begun. */
export async function mergedLabels(ground: Ground, built: Snapshot): Promise<Snapshot> {
  const world = await openWorld(ground, built)
  cutBeforeDispatch(world, 'gate')
  await world.dispatch('promote', { environment: 'integration', package: labels.package })
  await world.settle()
  return keepAndClose(ground, world, 'merged_labels')
}

/** `labels` is verified in integration, and `discount` merged there: its deployment has not begun. */
export async function mergedDiscount(ground: Ground, built: Snapshot): Promise<Snapshot> {
  const world = await openWorld(ground, built)
  await world.dispatch('promote', { environment: 'integration', package: labels.package })
  await world.settle()
  cutBeforeDispatch(world, 'gate')
  await world.push(discount)
  await world.settle()
  return keepAndClose(ground, world, 'merged')
}

/** `labels` is verified in integration, and proposed nowhere else. */
export async function verifiedLabels(ground: Ground, built: Snapshot): Promise<Snapshot> {
  const world = await openWorld(ground, built)
  await world.dispatch('promote', { environment: 'integration', package: labels.package })
  await world.settle()
  return keepAndClose(ground, world, 'verified')
}

/** The same, deployed once before there was a package: there is a state to go back to. */
export async function returnableLabels(ground: Ground, built: Snapshot): Promise<Snapshot> {
  const world = await openWorld(ground, built)
  await world.dispatch('deploy', { environment: 'integration' })
  await world.settle()
  await world.dispatch('promote', { environment: 'integration', package: labels.package })
  await world.settle()
  return keepAndClose(ground, world, 'returnable')
}

/** `labels` is built, and integration was deployed without it: something can be owed to it. */
export async function deployedBefore(ground: Ground, built: Snapshot): Promise<Snapshot> {
  const world = await openWorld(ground, built)
  await world.dispatch('deploy', { environment: 'integration' })
  await world.settle()
  return keepAndClose(ground, world, 'deployed_before')
}

/** `labels` is in production by its lane, and nobody has brought it down: that deployment was cut off before it could ask. */
export async function overtakenByLabels(ground: Ground, deployed: Snapshot): Promise<Snapshot> {
  const world = await openWorld(ground, deployed)
  await world.dispatch('promote', byLane)
  await world.settle()
  cutBeforeDispatch(world, 'deploy')
  await approveOpen(world)
  await world.settle()
  return keepAndClose(ground, world, 'overtaken')
}

/** `labels` and `surcharge` are verified in integration, which people have used. */
export async function verifiedTwo(ground: Ground, built: Snapshot): Promise<Snapshot> {
  const world = await openWorld(ground, built)
  await world.dispatch('promote', { environment: 'integration', package: labels.package })
  await world.settle()
  await world.push(surcharge)
  await world.settle()
  await world.sql('integration', `update public.label set text = 'tried by people'`)
  return keepAndClose(ground, world, 'verified_two')
}

/** `tickets` is verified beside `labels`, and a ticket was sold that a rollback would lose; somebody was shown that. */
export async function losableTickets(ground: Ground, returnable: Snapshot): Promise<Snapshot> {
  const world = await openWorld(ground, returnable)
  await world.push(tickets)
  await world.settle()
  await world.sql(
    'integration',
    `insert into public.ticket values (1, 'sold by hand'); update public.product set price = price + 2`,
  )
  await world.dispatch('rollback', { environment: 'integration', reason: 'a ticket is no product' })
  await world.settle()
  return keepAndClose(ground, world, 'losable')
}

/** `labels` is verified, and `memos` came after it. */
export async function coveredLabels(ground: Ground, returnable: Snapshot): Promise<Snapshot> {
  const world = await openWorld(ground, returnable)
  await world.push(memos)
  await world.settle()
  return keepAndClose(ground, world, 'covered')
}

/** `labels` is verified in an integration that is copied before migrations, and `clearance` merged there: its deployment has not begun. */
export async function mergedClearance(ground: Ground, founded: Snapshot): Promise<Snapshot> {
  const first = await openWorld(ground, founded)
  await first.push(labels)
  await first.settle()
  const world = await openWorld(ground, await keepAndClose(ground, first, 'copied'))
  cutBeforeDispatch(world, 'gate')
  await world.push(clearance)
  await world.settle()
  return keepAndClose(ground, world, 'merged_clearance')
}

/** Kills the run of a workflow when it is about to start the next one. */
export function cutBeforeDispatch(world: World, workflow: string): void {
  const path = `.github/workflows/stagecoach-${workflow}.yml`
  world.simulator.faults.add({
    on: 'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches',
    when: 'before',
    match: ({ who }) => world.simulator.runs.some((run) => run.id === who.runId && run.workflowPath === path),
    action: { do: 'kill-run' },
  })
}

async function keepAndClose(ground: Ground, world: World, name: string): Promise<Snapshot> {
  const snapshot = await keepWorld(ground, world, name)
  await world.close()
  return snapshot
}

/** The same shop with workflows that do not wait for one another: what is left then is the product's own guard. */
export async function withoutQueues(founded: Snapshot): Promise<Snapshot> {
  const work = join(founded.folder, 'work')
  const path = join(work, '.github/workflows/stagecoach-deploy.yml')
  const text = await readFile(path, 'utf8')
  await writeFile(path, text.replace(/^concurrency:\n(?: .*\n)+/m, ''))
  await git(work, ['commit', '--quiet', '--all', '--message', 'Let deployments meet'], 'maya', foundedAt)
  for (const environment of environments)
    await git(work, ['push', '--quiet', '--force', '../bare', `HEAD:${branchOf[environment]}`])
  return founded
}
