import type { Oid } from '@stagecoach/core'
import { branchOfFeature, filesOf, lineOf, names, slotOf, type FeatureName } from '../feature.ts'
import { changedLines, sharedPath, sharedText } from '../shop.ts'
import type { Feature, Walk } from '../walk.ts'
import { choose, dispatch, told, type Operation, type Step } from './operation.ts'

/** A feature is cut from production, pushed and built; where environments take what is built, it goes on by itself. */
export const feature: Operation = async (walk, step) => {
  const name = names.find((each) => !walk.features.has(each))
  if (name === undefined) return undefined
  const main = await tipOf(walk, 'main')
  const made: Feature = { name, versions: [], head: main }
  walk.features.set(name, made)
  await push(walk, made, [main])
  return told(`feature ${name}`, await build(walk, step, name))
}

/** The next version of a feature, on its last commit. */
export const version: Operation = async (walk, step) => {
  const made = choose([...walk.features.values()], step.a)
  if (made === undefined || made.versions.length >= 4) return undefined
  await push(walk, made, [made.head])
  return told(`${made.name} v${made.versions.length}`, await build(walk, step, made.name))
}

/** The next version of a feature, in which its developer has merged production. */
export const merged: Operation = async (walk, step) => {
  const made = choose([...walk.features.values()], step.a)
  const main = await tipOf(walk, 'main')
  if (made === undefined || made.versions.length >= 4) return undefined
  if (await walk.world.people.git.isAncestor(main, made.head)) return undefined
  await push(walk, made, [made.head, main])
  return told(`${made.name} v${made.versions.length} with production merged`, await build(walk, step, made.name))
}

/** Building again what is built. */
export const build: (walk: Walk, step: Step, name: FeatureName) => ReturnType<typeof dispatch> = (walk, step, name) =>
  dispatch(walk, step, 'ada', 'build', { feature: branchOfFeature(name) })

export const rebuild: Operation = async (walk, step) => {
  const made = choose([...walk.features.values()], step.a)
  if (made === undefined) return undefined
  return told(`build ${made.name} again`, await build(walk, step, made.name))
}

async function push(walk: Walk, made: Feature, parents: readonly [Oid, ...Oid[]]): Promise<void> {
  const { people } = walk.world
  const number = made.versions.length + 1
  // With production merged the commit begins as production, and what is the feature's is put into it.
  const ground = parents.at(-1) ?? parents[0]
  const shared = changedLines(Buffer.from((await people.git.readFile(ground, sharedPath)) ?? '').toString('utf8'))
  const files = new Map<string, string | undefined>(filesOf(made.name, number))
  files.set(sharedPath, sharedText(shared.set(slotOf(made.name), lineOf(made.name, number))))
  const commit = await people.commit(parents, files, `${made.name} v${number}`, 'ada', ground)
  const before = made.versions.length === 0 ? undefined : made.head
  await people.push(branchOfFeature(made.name), before, commit)
  made.head = commit
  made.versions.push(commit)
  walk.sources.set(commit, { name: made.name, number })
}

export async function tipOf(walk: Walk, branch: string): Promise<Oid> {
  const found = (await walk.world.people.refs()).get(`refs/heads/${branch}`)
  if (found === undefined) throw new Error(`There is no branch ${branch}.`)
  return found.oid
}
