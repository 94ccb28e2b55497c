/**
 * A filter pattern of `branches`, `tags` and `paths`: `*` stops at a slash, `**` does not, `?` and `+` count the
 * character before, `[]` is a class, a backslash takes the next character literally
 * (https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet).
 */
export function filterPattern(pattern: string): RegExp {
  let source = ''
  for (let index = 0; index < pattern.length; index++) {
    const sign = pattern.charAt(index)
    if (pattern.startsWith('**/', index)) {
      source += '(?:.*/)?'
      index += 2
    } else if (pattern.startsWith('**', index)) {
      source += '.*'
      index += 1
    } else if (sign === '*') source += '[^/]*'
    else if (sign === '?' || sign === '+') source += sign
    else if (sign === '[' && pattern.includes(']', index)) {
      const end = pattern.indexOf(']', index)
      source += pattern.slice(index, end + 1)
      index = end
    } else if (sign === '\\' && index + 1 < pattern.length) source += literal(pattern.charAt(++index))
    else source += literal(sign)
  }
  return new RegExp(`^${source}$`, 's')
}

/** Patterns in order, `!` takes away what an earlier one took in. */
export function matchesFilter(patterns: readonly string[], name: string): boolean {
  let chosen = false
  for (const pattern of patterns) {
    const negative = pattern.startsWith('!')
    if (filterPattern(negative ? pattern.slice(1) : pattern).test(name)) chosen = !negative
  }
  return chosen
}

/** A file pattern of `hashFiles` and artifacts: here `?` is one character, and a folder's name means all below it. */
export function filePattern(pattern: string): RegExp {
  const clean = pattern.replace(/\/+$/, '')
  if (clean === '' || clean === '.') return /^/
  let source = ''
  for (let index = 0; index < clean.length; index++) {
    const sign = clean.charAt(index)
    if (clean.startsWith('**/', index)) {
      source += '(?:.*/)?'
      index += 2
    } else if (clean.startsWith('**', index)) {
      source += '.*'
      index += 1
    } else if (sign === '*') source += '[^/]*'
    else if (sign === '?') source += '[^/]'
    else source += literal(sign)
  }
  return new RegExp(`^${source}(?:/.*)?$`, 's')
}

function literal(sign: string): string {
  return sign.replace(/[.*+?^${}()|[\]\\/-]/, '\\$&')
}
