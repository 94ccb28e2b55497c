import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { actionEntries, type BundleEntry, cliEntry } from './bundle-entries.ts'
import { bundleProblems } from './check-bundle.ts'
import { externalFiles, externalPackages, findExternalPackages } from './external-packages.ts'
import { nccBundle } from './ncc-bundle.ts'
import { type ReleaseFile, releaseManifest, sortFiles } from './release-file.ts'
import { pointAtSharedExternals } from './shared-externals.ts'

/**
 * Everything that a release consists of, as bytes: the bundled actions with their action.yml and README, the CLI, the
 * WebAssembly packages once, the licence, and the manifest. The same checkout gives the same bytes anywhere.
 *
 * @param root the checkout, absolute, with `tsc -b` done; the working directory must be the same
 * @param say called with the name of each program before it is bundled
 */
export async function releaseTree(root: string, say: (line: string) => void): Promise<ReleaseFile[]> {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string }
  const externals = await findExternalPackages(join(root, 'packages/database'), externalPackages)
  const actions = await bundleAll(root, await actionEntries(root), say)
  const cli = await cliEntry(root)
  const command = cli === undefined ? [] : await bundleAll(root, [cli], say)
  const files = [
    ...actions,
    ...command.map((file) => program(pointAtSharedExternals(file, externals))),
    ...(await Promise.all(externals.map(externalFiles))).flat(),
    ...(await copies(
      root,
      ['LICENSE', 'README.md'].map((file) => [file, file]),
    )),
  ]
  const problems = bundleProblems([...actions, ...command], root)
  if (problems.length > 0) throw new Error(`The bundles cannot be shipped:\n${problems.join('\n')}`)
  return sortFiles([...files, releaseManifest(version, files)])
}

async function bundleAll(root: string, entries: readonly BundleEntry[], say: (line: string) => void): Promise<ReleaseFile[]> {
  const files: ReleaseFile[] = []
  for (const entry of entries) {
    if (!existsSync(join(root, entry.source))) throw new Error(`${entry.source} is missing. Run tsc -b first.`)
    say(entry.name)
    files.push(...(await nccBundle(root, entry)), ...(await copies(root, entry.copies)))
  }
  return files
}

function copies(root: string, pairs: readonly (readonly [string, string])[]): Promise<ReleaseFile[]> {
  return Promise.all(pairs.map(async ([from, to]) => ({ path: to, content: await readFile(join(root, from)) })))
}

/** The entry becomes `cli/stagecoach.js`, which starts itself under Node; what it loads later stays as it is. */
function program(file: ReleaseFile): ReleaseFile {
  if (file.path !== 'cli/index.js') return file
  const code = file.content.toString().replace(/^#!.*\n/, '')
  return { path: 'cli/stagecoach.js', content: Buffer.from(`#!/usr/bin/env node\n${code}`), executable: true }
}
