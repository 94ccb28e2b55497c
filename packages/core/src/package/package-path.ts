/** Whether a path stays below its folder on every system: relative, with `/`, no `.` or `..`, no `.git` (also as `.GIT` or `git~1`), no control characters. */
export function escapes(path: string): boolean {
  if (path === '' || path.includes('\\') || /\p{Cc}/u.test(path) || !path.isWellFormed()) return true
  return path
    .split('/')
    .some((part) => part === '' || part === '.' || part === '..' || /^(\.git|git~1|[a-z]:.*)$/i.test(part) || /[. ]$/.test(part))
}

/** Paths that fall together where case or Unicode form does not count (macOS, Windows), folders included; each group has at least two. */
export function caseCollisions(paths: readonly string[]): string[][] {
  const groups = new Map<string, Set<string>>()
  for (const path of paths) {
    const parts = path.split('/')
    for (let length = 1; length <= parts.length; length++) {
      const prefix = parts.slice(0, length).join('/')
      const folded = prefix.normalize('NFC').toLowerCase()
      groups.set(folded, (groups.get(folded) ?? new Set()).add(prefix))
    }
  }
  return [...groups.values()].filter((group) => group.size > 1).map((group) => [...group].sort())
}
