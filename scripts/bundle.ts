/** `pnpm build` after `tsc -b`: writes the release tree to `release/`, or with `--out DIR` elsewhere. */
import { rename, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { writeFiles } from './bundle/release-file.ts'
import { releaseTree } from './bundle/release-tree.ts'
import { repositoryRoot } from './repository-root.ts'

const { values } = parseArgs({ options: { out: { type: 'string' } } })
const out = resolve(values.out ?? join(repositoryRoot, 'release'))
process.chdir(repositoryRoot)

const files = await releaseTree(repositoryRoot, (name) => console.log(`bundling ${name}`))

// Written beside and moved into place: a tree is there whole or not at all.
const unfinished = join(dirname(out), `.${process.pid}.unfinished`)
await writeFiles(unfinished, files)
await rm(out, { recursive: true, force: true })
await rename(unfinished, out)

const bytes = files.reduce((sum, file) => sum + file.content.length, 0)
console.log(`${files.length} files, ${(bytes / 1e6).toFixed(1)} MB in ${out}`)
