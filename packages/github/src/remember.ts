/** Answers the same question from memory while the process lives; a failed answer is not kept. */
export function remember<Key extends string[], Value>(ask: (...key: Key) => Promise<Value>): (...key: Key) => Promise<Value> {
  const known = new Map<string, Promise<Value>>()
  return (...key) => {
    const name = key.join('\n')
    const before = known.get(name)
    if (before !== undefined) return before
    const answer = ask(...key)
    known.set(name, answer)
    answer.catch(() => known.delete(name))
    return answer
  }
}
