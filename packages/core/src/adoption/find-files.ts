import type { AppliedElsewhere, ReadHistory } from './read-history.ts'

type Tool = ReadHistory['tool']

/** Paths of the repository that may be the file of an applied migration, by its tool's naming. */
export function candidates(tool: Tool, applied: AppliedElsewhere, paths: readonly string[]): string[] {
  if (applied.kind === 'baseline' || applied.kind === 'code') return []
  const { id } = applied
  switch (tool) {
    case 'flyway':
      return paths.filter((path) => path === id || path.endsWith(`/${id}`))
    case 'prisma':
      return paths.filter((path) => path.endsWith(`/${id}/migration.sql`) || path === `${id}/migration.sql`)
    case 'sqitch':
      return paths.filter((path) => isSqitchDeploy(path, id.slice(id.indexOf(':') + 1)))
    case 'dbmate':
      return paths.filter((path) => nameOf(path).startsWith(`${id}_`) && path.endsWith('.sql'))
    case 'rails':
      return paths.filter((path) => nameOf(path).startsWith(`${id}_`) && path.endsWith('.rb'))
    case 'list':
      return paths.filter((path) => path === id)
    case 'unknown':
      return []
  }
}

/** Files beside those that ran which the tool would run next; in the order of their names. */
export function pendingFiles(
  tool: Tool,
  applied: readonly AppliedElsewhere[],
  files: readonly string[],
  paths: readonly string[],
): string[] {
  const folders = new Set(files.map((path) => folderOf(tool, path)))
  const known = new Set(files)
  const grammar = pendingGrammar[tool]
  if (grammar === undefined) return []
  const baseline = applied.map(baselineOf).findLast((version) => version !== undefined)
  return paths
    .filter((path) => grammar.test(path) && folders.has(folderOf(tool, path)) && !known.has(path))
    .filter((path) => baseline === undefined || !isBelow(path, baseline))
    .sort()
}

const pendingGrammar: Partial<Record<Tool, RegExp>> = {
  flyway: /(^|\/)(V[^/]+?|R)__[^/]*\.sql$/,
  prisma: /\/migration\.sql$/,
  dbmate: /(^|\/)\d+_[^/]*\.sql$/,
  rails: /(^|\/)\d+_[^/]*\.rb$/,
}

/** Flyway's `BASELINE` names a version, its `SQL_BASELINE` is a script that stands for all up to its own. */
function baselineOf({ kind, id }: AppliedElsewhere): string | undefined {
  return kind === 'baseline' ? id.slice('baseline '.length) : /^B(.+?)__/.exec(nameOf(id))?.[1]
}

/** A reworked change of sqitch keeps its earlier script as `<change>@<tag>.sql`. */
function isSqitchDeploy(path: string, change: string): boolean {
  const found = /(?:^|\/)deploy\/(.+)\.sql$/.exec(path)?.[1]
  return found === change || found?.startsWith(`${change}@`) === true
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** Prisma has a folder for each migration. */
function folderOf(tool: Tool, path: string): string {
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')))
  return tool === 'prisma' ? folder.slice(0, Math.max(0, folder.lastIndexOf('/'))) : folder
}

/** Flyway compares versions by their numbers; what is not above the baseline it never runs. */
function isBelow(path: string, baseline: string): boolean {
  const version = /^V(.+?)__/.exec(nameOf(path))?.[1]
  if (version === undefined) return false
  const [a, b] = [version, baseline].map((each) => each.split(/[._]/).map(Number))
  for (let index = 0; index < Math.max(a?.length ?? 0, b?.length ?? 0); index++) {
    const difference = (a?.[index] ?? 0) - (b?.[index] ?? 0)
    if (difference !== 0) return difference < 0
  }
  return true
}
