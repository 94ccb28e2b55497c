import type { Commit, GitObjects, Oid } from '@stagecoach/core'

type Ancestry = Pick<GitObjects, 'mergeBase' | 'isAncestor' | 'log'>

/** What git's own commands answer, without a process for each question: a walk asks some hundred. Where git would have to choose or to sort, it is asked. */
export function ancestryOf(git: GitObjects): Ancestry {
  const known = new Map<Oid, Promise<Commit>>()
  const commit = (oid: Oid): Promise<Commit> => {
    const found = known.get(oid) ?? git.commit(oid)
    known.set(oid, found)
    return found
  }
  const ancestors = async (head: Oid): Promise<Set<Oid>> => {
    const found = new Set([head])
    for (const oid of found) for (const parent of (await commit(oid)).parents) found.add(parent)
    return found
  }
  return {
    isAncestor: async (ancestor, descendant) => (await ancestors(descendant)).has((await commit(ancestor)).oid),
    async mergeBase(a, b) {
      const [mine, theirs] = [await ancestors(a), await ancestors(b)]
      const common = [...mine].filter((oid) => theirs.has(oid))
      const passed = new Set((await Promise.all(common.map(commit))).flatMap(({ parents }) => parents))
      const best = common.filter((oid) => !passed.has(oid))
      return best.length > 1 ? git.mergeBase(a, b) : best[0]
    },
    async log(base, head, options) {
      const without = base === undefined ? new Set<Oid>() : await ancestors(base)
      const line: Commit[] = []
      for (let oid: Oid | undefined = head; oid !== undefined && !without.has(oid);) {
        const found: Commit = await commit(oid)
        line.push(found)
        const parents: Oid[] = found.parents.filter((parent) => options?.firstParent === true || !without.has(parent))
        if (options?.firstParent !== true && parents.length > 1) return git.log(base, head, options)
        oid = parents[0]
      }
      return line
    },
  }
}
