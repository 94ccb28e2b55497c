import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { packageRefOf, type PackageRef, type RefUpdate } from '@stagecoach/core'
import { openGit, openPackageStore } from '@stagecoach/git'
import type { Bench } from '../bench.ts'
import { migrationTexts, packageOf } from '../many-migrations.ts'
import { git } from '../run-program.ts'

const count = 50

/** A clone that has fetched fifty stored packages of twenty migrations each. */
const prepare: Bench['prepare'] = async (folder) => {
  await mkdir(folder, { recursive: true })
  const origin = join(folder, 'origin.git')
  await git(folder, 'init', '--quiet', '--bare', origin)
  const directory = join(folder, 'clone.git')
  const repository = await openGit({ url: origin, directory })
  const store = openPackageStore(repository)
  const person = { name: 'Ada', email: 'ada@example.com' }
  const [tree, at] = [await repository.editTree(undefined, new Map()), '2026-01-02T03:04:05Z']
  const source = await repository.writeCommit({ tree, parents: [], message: 'Start', author: person, committer: person, at })
  const updates: RefUpdate[] = []
  const refs: PackageRef[] = []
  for (let number = 0; number < count; number++) {
    const pkg = packageOf(`feature-${number}`, migrationTexts(20, `f${number}`), source)
    const { update } = await store.prepare(pkg.manifest, pkg.files)
    if (update !== undefined) updates.push(update)
    refs.push(packageRefOf(pkg.manifest))
  }
  await repository.push(updates)
  await repository.close()
  await git(directory, 'fetch', '--quiet', origin, '+refs/tags/*:refs/tags/*')
  await git(directory, 'repack', '--quiet', '-ad')
  return { origin, directory, refs: JSON.stringify(refs) }
}

export const packages: Bench = {
  what: '50 packages of 20 files out of a fetched repository',
  prepare,
  ours: {
    label: '`readRef`, every digest verified',
    node: true,
    async run({ origin = '', directory = '', refs = '' }, clock) {
      const repository = await openGit({ url: origin, directory })
      // Written by `prepare`.
      const wanted = JSON.parse(refs) as PackageRef[]
      clock.start()
      await repository.fetch(['refs/tags/package/*'])
      const store = openPackageStore(repository)
      let files = 0
      for (const ref of wanted) files += (await store.readRef(ref)).files.size
      clock.end()
      await repository.close()
      return String(files)
    },
  },
  instead: {
    label: '`git fetch`, `git archive` for each, unchecked',
    node: false,
    async run({ origin = '', directory = '', refs = '' }, clock) {
      const wanted = JSON.parse(refs) as PackageRef[]
      clock.start()
      await git(directory, 'fetch', '--quiet', origin, '+refs/tags/package/*:refs/tags/package/*')
      let files = 0
      for (const { name, version } of wanted) {
        const archive = await git(directory, 'archive', '--format=tar', `package/${name}/${version}`)
        files += archive.split('.sql\0').length - 1
      }
      clock.end()
      return String(files)
    },
  },
}
