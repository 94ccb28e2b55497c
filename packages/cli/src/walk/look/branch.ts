import type { Oid } from '@stagecoach/core'
import { filesOf, isFeature, lineOf, names, slotOf, type FeatureName } from '../feature.ts'
import type { People } from '../person.ts'
import { changedLines, handSlots, sharedPath, shopFiles } from '../shop.ts'

/** A package as a branch lists it. */
export interface Listed {
  /** Number of the feature's version whose commit it was built from; 0 when nobody pushed that commit. */
  number: number
  version: string
  digest: string
  source: Oid
}

/** What a branch says and what it carries, read from its files alone. */
export interface BranchLook {
  tip: Oid
  listed: ReadonlyMap<string, Listed>
  /** By lines and files: the version that is there whole; `mixed` when some of it is there and some is not. One that is not there at all is left out. */
  carried: ReadonlyMap<FeatureName, number | 'mixed'>
  /** Lines that hands changed, by place. */
  hand: ReadonlyMap<number, string>
  /** Whatever nobody put there. */
  strange: string[]
  /** The production commit whose content it says that it contains. */
  baseline?: Oid
}

/** Commits of features, by id: what a package's source means. */
export type Sources = ReadonlyMap<Oid, { name: FeatureName; number: number }>

export async function lookAtBranch({ git }: People, tip: Oid, sources: Sources): Promise<BranchLook> {
  const files = new Map<string, string>()
  for (const { path, oid } of await git.list(tip)) {
    if (path.startsWith('.github/')) continue
    files.set(path, Buffer.from(await git.readBlob(oid)).toString('utf8'))
  }
  const lines = changedLines(files.get(sharedPath) ?? '')
  const left = new Set([...files.keys()].filter((path) => !path.startsWith('.stagecoach/') && !shopFiles.has(path)))
  const carried = new Map<FeatureName, number | 'mixed'>()
  for (const name of names) {
    const found = carriedOf(name, files, lines, left)
    if (found !== 0) carried.set(name, found)
  }
  const slots = Object.values(handSlots).flat()
  const hand = new Map([...lines].filter(([slot]) => slots.includes(slot)))
  const known = new Set([...slots, ...names.map(slotOf)])
  const strange = [...left, ...[...lines].filter(([slot]) => !known.has(slot)).map(([slot, line]) => `line ${slot}: ${line}`)]
  const baseline = baselineIn(files)
  const look = { tip, listed: listedIn(files, sources), carried, hand, strange }
  return baseline === undefined ? look : { ...look, baseline }
}

function baselineIn(files: ReadonlyMap<string, string>): Oid | undefined {
  const text = files.get('.stagecoach/baseline.json')
  // Only Stagecoach writes it.
  return text === undefined ? undefined : (JSON.parse(text) as { commit: Oid }).commit
}

function carriedOf(
  name: FeatureName,
  files: ReadonlyMap<string, string>,
  lines: ReadonlyMap<number, string>,
  left: Set<string>,
): number | 'mixed' {
  const own = [...files.keys()].filter((path) => path === `src/${name}.txt` || path.startsWith(`db/migrations/${name}/`))
  for (const path of own) left.delete(path)
  const line = lines.get(slotOf(name))
  if (own.length === 0 && line === undefined) return 0
  const number = own.length === 0 ? 0 : (files.get(`src/${name}.txt`) ?? '').split('\n').length - 1
  if (number < 1 || line !== lineOf(name, number)) return 'mixed'
  const wanted = filesOf(name, number)
  return wanted.size === own.length && own.every((path) => wanted.get(path) === files.get(path)) ? number : 'mixed'
}

function listedIn(files: ReadonlyMap<string, string>, sources: Sources): Map<string, Listed> {
  const listed = new Map<string, Listed>()
  for (const [path, text] of files) {
    const name = /^\.stagecoach\/packages\/(.+)\.json$/.exec(path)?.[1]
    if (name === undefined || !isFeature(name)) continue
    // Written by Stagecoach in a form that its own reader checks; here it is only looked at.
    const { version, digest, source } = JSON.parse(text) as { version: string; digest: string; source: string }
    listed.set(name, { number: sources.get(source)?.number ?? 0, version, digest, source })
  }
  return listed
}
