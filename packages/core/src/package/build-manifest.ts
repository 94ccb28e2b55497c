import { pseudoVersion } from '../names/version.ts'
import { checkVersion } from '../names/package-tag.ts'
import type { Commit } from '../ports/git.ts'
import type { PackageFolder } from './package-folder.ts'
import type { ChangedPath, Manifest, Oid } from './package.ts'

export interface ManifestParts {
  folder: PackageFolder
  source: Pick<Commit, 'oid' | 'committedAt'>
  base: Oid
  /** SemVer; by default the pseudo-version of the source commit. */
  version?: string
  /** base..source over the whole tree; what lies in the package's own folder (`ownFolder`) is left out. */
  changes: readonly ChangedPath[]
  ownFolder: string
  /** The commits base..source. */
  commits: readonly Commit[]
}

/** The manifest of a folder at a commit: the same parts give the same bytes on every machine.
 *  @throws StagecoachError `version-invalid` */
export function buildManifest(parts: ManifestParts): Manifest {
  const { folder, source, base, changes, ownFolder, commits } = parts
  const { name, requires, completes, formerly, config, files, migrations } = folder
  return {
    schema: 1,
    name,
    version: parts.version === undefined ? pseudoVersion(source.committedAt, source.oid) : checkVersion(parts.version),
    source: source.oid,
    base,
    sourceTime: new Date(source.committedAt).toISOString().replace('.000Z', 'Z'),
    requires: [...requires].sort(),
    ...(completes === undefined ? {} : { completes }),
    formerly: [...formerly].sort(),
    config: [...config].sort(),
    files,
    migrations,
    changes: changes.filter(({ path }) => !path.startsWith(`${ownFolder}/`)).sort((a, b) => (a.path < b.path ? -1 : 1)),
    authors: authorsOf(commits),
  }
}

const coAuthor = /^co-authored-by:[^<\n]*<([^<>\s]+)>\s*$/gim

/** E-mail addresses of authors, committers and co-authors, lower case, sorted; GitHub's own committer is nobody. */
export function authorsOf(commits: readonly Commit[]): string[] {
  const addresses = commits.flatMap((commit) => [commit.author.email, commit.committer.email, ...coAuthorsOf(commit.message)])
  return [...new Set(addresses.map((address) => address.toLowerCase()))]
    .filter((address) => address !== 'noreply@github.com')
    .sort()
}

function coAuthorsOf(message: string): string[] {
  return [...message.matchAll(coAuthor)].flatMap((match) => match[1] ?? [])
}
