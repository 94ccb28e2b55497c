import type { Git } from '@stagecoach/core'

/** Answers that follow from object ids alone are asked of git once in a walk: a question goes to another process and back. */
export function remembered<T extends Pick<Git, 'commit' | 'tree' | 'readFile' | 'readBlob' | 'list' | 'diff' | 'merge'>>(
  git: T,
): T {
  return {
    ...git,
    commit: once(git.commit),
    tree: once(git.tree),
    readFile: once(git.readFile),
    readBlob: once(git.readBlob),
    list: once(git.list, (entries) => [...entries]),
    diff: once(git.diff, (changes) => [...changes]),
    merge: once(git.merge),
  }
}

/** A failure is not remembered: what was missing may arrive. */
function once<A extends readonly (string | undefined)[], R>(
  ask: (...given: A) => Promise<R>,
  copy: (answer: R) => R = (answer) => answer,
): (...given: A) => Promise<R> {
  const known = new Map<string, R>()
  return async (...given) => {
    const key = given.join(' ')
    const found = known.get(key)
    if (found !== undefined) return copy(found)
    const answer = await ask(...given)
    if (answer !== undefined) known.set(key, answer)
    return copy(answer)
  }
}
