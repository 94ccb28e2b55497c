import { StagecoachError } from '@stagecoach/core'
import type { GitProcess } from './git-process.ts'

/** `merge-tree --write-tree` came with 2.38. */
const oldest = [2, 38] as const

export function parseGitVersion(text: string): [number, number] | undefined {
  const match = /^git version (\d+)\.(\d+)/.exec(text)
  return match === null ? undefined : [Number(match[1]), Number(match[2])]
}

/** @throws StagecoachError `git-too-old`, `git-missing` */
export async function requireGit(git: GitProcess): Promise<[number, number]> {
  const text = (await git.must(['version'])).toString('utf8').trim()
  const version = parseGitVersion(text)
  if (version !== undefined && !isOlder(version)) return version
  throw new StagecoachError('git-too-old', `Stagecoach needs git 2.38 or newer; this is '${text}'.`, {
    hint: 'Use a runner image with a newer git, for example ubuntu-24.04.',
  })
}

function isOlder([major, minor]: [number, number]): boolean {
  return major < oldest[0] || (major === oldest[0] && minor < oldest[1])
}
