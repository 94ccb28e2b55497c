import { readState } from '../composition/branch-state.ts'
import { unreadableReason } from '../composition/readable-state.ts'
import { StagecoachError } from '../error.ts'
import type { RecordOf } from '../ledger/history.ts'
import { isOwnBranch } from '../names/own-branch.ts'
import type { Room } from '../ports/runtime.ts'
import { tipOf, type World } from '../world.ts'
import type { Manifest, Oid } from './package.ts'

/**
 * The build of the same name that a new one takes the place of without continuing it: the source neither contains its commit nor starts from a
 * production that released it. A feature that was rebased, or that comes back on a new branch, does that, and so do two features with one folder.
 * @throws StagecoachError `package-other-branch` while the other commit is on another feature's branch: its SQL would go nowhere, and nothing would say so
 */
export async function takenOver(
  room: Room,
  world: Pick<World, 'refs' | 'view'>,
  { name, source, base }: Manifest,
  feature: string | undefined,
): Promise<RecordOf<'built'> | undefined> {
  const before = world.view.of('built').findLast((record) => record.package.name === name)
  if (before === undefined || (await contains(room, world, { name, source, base }, before.package.source))) return undefined
  const other = await otherBranch(room, world, before, { source, feature })
  if (other === undefined) return before
  const { version } = before.package
  const own = feature === undefined ? source : `'${feature}'`
  throw new StagecoachError(
    'package-other-branch',
    `The package '${name}' was built from '${other}' last (${version}), and ${own} does not contain that commit: this build would silently take its place.`,
    {
      hint: `Two features want two folders: rename ${room.config.database.migrations}/${name} in ${own}. When they are one feature, merge '${other}' into it; when '${other}' is given up, delete that branch.`,
      details: { package: name },
    },
  )
}

async function contains(
  { host, config }: Room,
  world: Pick<World, 'refs'>,
  { name, source, base }: Pick<Manifest, 'name' | 'source' | 'base'>,
  earlier: Oid,
): Promise<boolean> {
  // An older commit of the same line is built when somebody asks for it.
  if ((await host.git.isAncestor(earlier, source)) || (await host.git.isAncestor(source, earlier))) return true
  const production = config.environments.find((each) => each.production)
  if (production !== undefined && (await host.git.isAncestor(earlier, tipOf(world, production)))) return true
  if ((await unreadableReason(host.git, base)) !== undefined) return false
  const released = (await readState(host.git, base)).packages.find((each) => each.name === name)
  return released !== undefined && (await host.git.isAncestor(earlier, released.source))
}

/** The branch of the earlier build, while it still carries that commit: its own, rewritten since, is none, whoever stacked a branch on it. Where no branch was recorded, any that does. */
async function otherBranch(
  { host, config, defaultBranch }: Room,
  { refs }: Pick<World, 'refs'>,
  before: RecordOf<'built'>,
  { source, feature }: { source: Oid; feature: string | undefined },
): Promise<string | undefined> {
  const notFeatures = new Set([defaultBranch, ...config.environments.map(({ branch }) => branch)])
  for (const [ref, { oid }] of refs) {
    const branch = /^refs\/heads\/(.+)$/.exec(ref)?.[1]
    if (branch === undefined || isOwnBranch(branch) || notFeatures.has(branch) || branch === feature) continue
    if (before.feature !== undefined && before.feature !== branch) continue
    if ((await host.git.isAncestor(before.package.source, oid)) && !(await host.git.isAncestor(source, oid))) return branch
  }
  return undefined
}
