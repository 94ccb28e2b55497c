/** Names below `with:` in every step, of a page or a workflow, that uses the action. Read line by line, since README blocks are parts of files. */
export function withKeysOf(page: string, action: string): string[] {
  const lines = page.split('\n')
  return lines.flatMap((line, index) => {
    if (!new RegExp(`uses: \\S+/actions/${action}@`).test(line)) return []
    const indent = line.search(/\S/) + (/^\s*- /.test(line) ? 2 : 0)
    const rest = lines.slice(index + 1)
    const end = rest.findIndex((next) => next.trim() !== '' && next.search(/\S/) < indent)
    const step = end < 0 ? rest : rest.slice(0, end)
    const from = step.findIndex((next) => next.search(/\S/) === indent && next.trim() === 'with:')
    return from < 0 ? [] : keysBelow(step.slice(from + 1), indent)
  })
}

function keysBelow(lines: readonly string[], indent: number): string[] {
  const keys: string[] = []
  for (const line of lines) {
    const depth = line.search(/\S/)
    if (depth >= 0 && depth <= indent) break
    const key = depth === indent + 2 ? /^\s*([\w-]+):/.exec(line)?.[1] : undefined
    if (key !== undefined) keys.push(key)
  }
  return keys
}
