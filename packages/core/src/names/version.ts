import semver from 'semver'
import type { Oid } from '../package/package.ts'

/** SemVer 2.0.0 without build metadata (it takes no part in precedence), and fit for a ref: git refuses `.lock` at the end of a component. */
export function isVersion(text: string): boolean {
  return text.length <= 100 && semver.valid(text) === text && !text.endsWith('.lock')
}

/** The version of a commit nobody named: `0.0.0-YYYYMMDDhhmmss-<12 hex>`, from its committer time in UTC, as Go's modules do. */
export function pseudoVersion(committedAt: string, source: Oid): string {
  const stamp = new Date(committedAt).toISOString().replace(/[-:T]/g, '').slice(0, 14)
  return `0.0.0-${stamp}-${source.slice(0, 12)}`
}
