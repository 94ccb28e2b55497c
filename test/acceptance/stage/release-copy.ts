import { existsSync } from 'node:fs'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compiledVariable } from '../../story/stage/compiled.ts'

const variable = 'STAGECOACH_TEST_RELEASE'
const built = fileURLToPath(new URL('../../../release', import.meta.url))

/**
 * Set-up of a whole run of the acceptance tests: copies the release tree to where no `node_modules` lies above it, once
 * for all of them, so that what Node compiles of its bundles serves each of their many starts. STAGECOACH_TEST_RELEASE
 * names another release tree than the built one. Answers with what clears the copy away. Without a tree only the tests that want it fail.
 */
export default async function setUp(): Promise<(() => Promise<void>) | undefined> {
  const tree = process.env[variable] ?? built
  delete process.env[variable]
  if (!existsSync(tree)) return undefined
  const folder = await mkdtemp(join(tmpdir(), 'stagecoach-release-'))
  const copy = join(folder, 'release')
  await cp(tree, copy, { recursive: true })
  process.env[variable] = copy
  process.env[compiledVariable] = join(folder, 'compiled')
  return () => rm(folder, { recursive: true, force: true })
}

/** The copy that this run's tests start bundles from. */
export function releaseCopy(): string {
  const copy = process.env[variable]
  if (copy === undefined)
    throw new Error('There was no release tree to copy when the acceptance tests began: `npm test -- build` makes it.')
  return copy
}
