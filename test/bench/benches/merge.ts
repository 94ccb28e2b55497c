import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { contentId, promotionMerge, writeState, type Oid, type PackageRef } from '@stagecoach/core'
import { openGit } from '@stagecoach/git'
import type { Bench, Clock, Fixture, Side } from '../bench.ts'
import { featureCount, makeProduct } from '../product.ts'
import { git } from '../run-program.ts'

const person = { name: 'Ada', email: 'ada@example.com' }
const at = '2026-01-02T03:04:05Z'

/** Features one after another onto an environment that holds those before. @returns the content in the end */
const ours: Side = {
  label: '`promotionMerge`, no checkout',
  node: true,
  async run({ origin = '', count = '' }, clock) {
    const repository = await openGit({ url: origin })
    try {
      const refs = await repository.fetch(['refs/heads/*'])
      const base = refs.get('refs/heads/main')?.oid ?? ''
      clock.start()
      let tip: Oid = base
      let content = await contentId(repository, base)
      const packages: PackageRef[] = []
      for (let number = 0; number < Number(count); number++) {
        const version = reference(number, refs.get(`refs/heads/feature/${number}`)?.oid ?? '', base)
        const merged = await promotionMerge(repository, { content, packages }, version)
        if (merged.kind !== 'clean') throw new Error(`Feature ${number} is in conflict.`)
        packages.push(version)
        content = merged.tree
        const tree = await writeState(repository, content, packages, undefined)
        tip = await repository.writeCommit({ tree, parents: [tip], message: version.name, author: person, committer: person, at })
      }
      clock.end()
      return content
    } finally {
      await repository.close()
    }
  },
}

function reference(number: number, source: Oid, base: Oid): PackageRef {
  const digest = number.toString(16).padStart(64, '0')
  return { name: `feature-${number}`, version: '1.0.0', digest, source, base, requires: [], sourceTime: at }
}

/** What a workflow does that checks out the environment and merges: a working tree for each promotion. */
const apart: Side = {
  label: '`git worktree add`, `git merge` for each',
  node: false,
  run: (fixture, clock) =>
    inClone(fixture, clock, async (clone, trees, count) => {
      let tip = 'main'
      for (let number = 0; number < count; number++) {
        const tree = join(trees, String(number))
        await git(clone, 'worktree', 'add', '--quiet', '--detach', tree, tip)
        await git(tree, 'merge', '--quiet', '--no-edit', '--no-ff', `origin/feature/${number}`)
        tip = await git(tree, 'rev-parse', 'HEAD')
        await git(clone, 'worktree', 'remove', '--force', tree)
      }
      return tip
    }),
}

/** The same with one working tree for all: the best case of a person at a terminal. */
const inOneTree: Side = {
  label: 'one worktree, `git merge` for each',
  node: false,
  run: (fixture, clock) =>
    inClone(fixture, clock, async (clone, trees, count) => {
      const tree = join(trees, 'all')
      await git(clone, 'worktree', 'add', '--quiet', '--detach', tree, 'main')
      for (let number = 0; number < count; number++) {
        await git(tree, 'merge', '--quiet', '--no-edit', '--no-ff', `origin/feature/${number}`)
      }
      return git(tree, 'rev-parse', 'HEAD')
    }),
}

async function inClone(
  { origin = '', folder = '', count = '' }: Fixture,
  clock: Clock,
  work: (clone: string, trees: string, count: number) => Promise<Oid>,
): Promise<string> {
  const place = await mkdtemp(join(folder, 'round-'))
  try {
    const clone = join(place, 'clone')
    await git(place, 'clone', '--quiet', '--no-checkout', origin, clone)
    clock.start()
    const tip = await work(clone, join(place, 'trees'), Number(count))
    clock.end()
    return await git(clone, 'rev-parse', `${tip}^{tree}`)
  } finally {
    await rm(place, { recursive: true, force: true })
  }
}

async function prepare(folder: string, count: number): Promise<Fixture> {
  return { ...(await makeProduct(folder)), count: String(count) }
}

// Ten, since checking out 2,000 files for each takes its time.
export const mergeApart: Bench = {
  what: '10 features into an environment of 2,000 files',
  prepare: (folder) => prepare(folder, 10),
  ours,
  instead: apart,
}
export const mergeInOneTree: Bench = {
  what: '50 features into an environment of 2,000 files',
  prepare: (folder) => prepare(folder, featureCount),
  ours,
  instead: inOneTree,
}
