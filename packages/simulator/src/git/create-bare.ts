import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gitEnvironment } from './run-git.ts'
import { updateHook } from './update-hook.ts'

// Deleting the branch HEAD points at is refused by the server's own rule, with GitHub's words.
// A power cut is not simulated, so nothing is forced to the disk.
const settings = `[uploadpack]
	allowFilter = true
	allowAnySHA1InWant = true
[receive]
	advertiseAtomic = true
	denyNonFastForwards = false
	denyDeletes = false
	denyDeleteCurrent = ignore
	hideRefs = refs/pull
	autogc = false
[gc]
	auto = 0
[pack]
	threads = 1
[core]
	logAllRefUpdates = false
	fsync = none
`

/**
 * Makes the bare repository of one simulated repository, with the hook that refuses what GitHub refuses. Synchronous, so that
 * a test can set up its world in one line.
 */
export function createBareRepository(path: string, defaultBranch: string): void {
  mkdirSync(path, { recursive: true })
  execFileSync('git', ['init', '--quiet', '--bare', `--initial-branch=${defaultBranch}`], { cwd: path, env: gitEnvironment() })
  appendFileSync(join(path, 'config'), settings)
  mkdirSync(join(path, 'hooks'), { recursive: true })
  writeFileSync(join(path, 'hooks', 'update'), updateHook, { mode: 0o755 })
}
