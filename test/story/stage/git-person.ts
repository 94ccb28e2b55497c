import { execFile } from 'node:child_process'
import { mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { Feature } from '../features/read-feature.ts'
import { emailOf, people, type Login } from './people.ts'
import { writeTree } from './write-tree.ts'

const run = promisify(execFile)

/** Runs git as a person would, with nothing of this machine's configuration. Answers with what it printed. */
export async function git(cwd: string, args: readonly string[], login?: Login, at?: Date): Promise<string> {
  const name = people.find((each) => each.login === login)?.name ?? 'Nobody'
  const email = login === undefined ? 'nobody@example.org' : emailOf(login)
  const identity = { GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email, GIT_COMMITTER_NAME: name, GIT_COMMITTER_EMAIL: email }
  const dates = at === undefined ? {} : { GIT_AUTHOR_DATE: at.toISOString(), GIT_COMMITTER_DATE: at.toISOString() }
  const env = {
    PATH: process.env['PATH'],
    HOME: cwd,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    ...identity,
    ...dates,
  }
  const { stdout } = await run('git', ['-c', 'init.defaultBranch=main', '-c', 'gc.auto=0', ...args], {
    cwd,
    env,
    maxBuffer: 64 * 1024 * 1024,
  })
  return stdout.trim()
}

/** A person's clone. */
export interface Clone {
  folder: string
  /** Commits a feature (or its second version) on its branch and pushes it. Answers with the commit id. */
  pushFeature(feature: Feature): Promise<string>
  /** Commits these files on a branch and pushes it; `undefined` deletes a file. */
  pushFiles(branch: string, files: ReadonlyMap<string, string | undefined>, message: string): Promise<string>
}

export async function cloneAs(login: Login, url: string, folder: string, now: () => Date): Promise<Clone> {
  await mkdir(dirname(folder), { recursive: true })
  await git(dirname(folder), ['clone', '--quiet', url, folder], login)
  // As on a person's own machine, for what the CLI commits in their name.
  await git(folder, ['config', 'user.name', people.find((each) => each.login === login)?.name ?? login], login)
  await git(folder, ['config', 'user.email', emailOf(login)], login)
  const commit = async (branch: string, message: string): Promise<string> => {
    await git(folder, ['add', '--all'], login)
    // The people of the story live at the simulator's time.
    await git(folder, ['commit', '--quiet', '--message', message], login, now())
    await git(folder, ['push', '--quiet', 'origin', `HEAD:refs/heads/${branch}`], login)
    return git(folder, ['rev-parse', 'HEAD'], login)
  }
  const startBranch = async (branch: string, basedOn: string): Promise<void> => {
    await git(folder, ['fetch', '--quiet', 'origin'], login)
    await git(folder, ['checkout', '--quiet', '--force', '-B', branch, `origin/${basedOn}`], login)
  }
  return {
    folder,
    async pushFeature(feature) {
      await startBranch(feature.branch, feature.basedOn)
      for (const path of feature.delete) await rm(join(folder, path))
      await writeTree(folder, feature.files)
      return commit(feature.branch, `${feature.title}\n\n${feature.description}`)
    },
    async pushFiles(branch, files, message) {
      await startBranch(branch, branch)
      await writeTree(folder, files)
      return commit(branch, message)
    },
  }
}
