import { createHash } from 'node:crypto'
import { StagecoachError } from '../error.ts'
import type { ChangedPath, Oid } from '../package/package.ts'
import type { Commit, GitObjects, GitRemote, NewCommit, RefUpdate, RemoteRef, TreeEntry } from '../ports/git.ts'

type Files = ReadonlyMap<string, { mode: string; oid: Oid }>

/** Git objects and refs in memory, with the ids that git would give blobs and trees. It merges nothing; tests that merge use real git. */
export class MemoryGit implements GitObjects, GitRemote {
  readonly refs = new Map<string, RemoteRef>()
  readonly #blobs = new Map<Oid, Uint8Array>()
  readonly #trees = new Map<Oid, Files>()
  readonly #commits = new Map<Oid, Commit>()
  #made = 0

  /** Commits these files (text, or a full entry) onto parents; a minute passes with each commit. */
  async make(
    files: Record<string, string | { mode: string; oid: Oid }>,
    parents: Oid[] = [],
    change: Partial<NewCommit> = {},
  ): Promise<Oid> {
    const entries = new Map<string, { mode: string; oid: Oid }>()
    for (const [path, content] of Object.entries(files)) {
      entries.set(
        path,
        typeof content === 'string' ? { mode: '100644', oid: await this.writeBlob(Buffer.from(content)) } : content,
      )
    }
    const person = { name: 'Ada', email: 'ada@example.com' }
    const at = new Date(Date.UTC(2026, 10, 20, 8, this.#made++)).toISOString().replace('.000Z', 'Z')
    return this.writeCommit({
      tree: this.#store(entries),
      parents,
      message: 'Change',
      author: person,
      committer: person,
      at,
      ...change,
    })
  }

  /** The text files of a commit or tree. */
  files(treeish: Oid): Record<string, string> {
    return Object.fromEntries(
      [...this.#files(treeish)].map(([path, { oid }]) => [path, Buffer.from(this.#blobs.get(oid) ?? []).toString()]),
    )
  }

  async commit(oid: Oid): Promise<Commit> {
    return found(this.#commits.get(oid), oid)
  }

  async tree(treeish: Oid): Promise<Oid> {
    const tree = this.#commits.get(treeish)?.tree ?? treeish
    found(this.#trees.get(tree), tree)
    return tree
  }

  async readFile(treeish: Oid, path: string): Promise<Uint8Array | undefined> {
    const entry = this.#files(treeish).get(path)
    return entry && this.readBlob(entry.oid)
  }

  async readBlob(oid: Oid): Promise<Uint8Array> {
    return found(this.#blobs.get(oid), oid)
  }

  async list(treeish: Oid, folder?: string): Promise<TreeEntry[]> {
    const entries = [...this.#files(treeish)].filter(([path]) => folder === undefined || path.startsWith(`${folder}/`))
    return entries.map(([path, entry]) => ({ path, ...entry }))
  }

  async diff(before: Oid, after: Oid): Promise<ChangedPath[]> {
    const [old, now] = [this.#files(before), this.#files(after)]
    const paths = [...new Set([...old.keys(), ...now.keys()])].sort()
    return paths.flatMap((path) => {
      const [a, b] = [old.get(path), now.get(path)]
      if (a?.oid === b?.oid && a?.mode === b?.mode) return []
      return [{ path, ...(a === undefined ? {} : { before: a }), ...(b === undefined ? {} : { after: b }) }]
    })
  }

  async mergeBase(a: Oid, b: Oid): Promise<Oid | undefined> {
    const ours = this.#reachable(a)
    const common = [...this.#reachable(b)].filter((oid) => ours.has(oid))
    return common.find((oid) => common.every((other) => this.#reachable(oid).has(other)))
  }

  async isAncestor(ancestor: Oid, descendant: Oid): Promise<boolean> {
    return this.#reachable(descendant).has(ancestor)
  }

  async log(base: Oid | undefined, head: Oid, options: { firstParent?: boolean } = {}): Promise<Commit[]> {
    const known = base === undefined ? new Set<Oid>() : this.#reachable(base)
    const reached = [...this.#reachable(head, options.firstParent)].filter((oid) => !known.has(oid))
    const commits = reached.map((oid) => found(this.#commits.get(oid), oid))
    return commits.sort((a, b) => b.committedAt.localeCompare(a.committedAt))
  }

  async writeBlob(bytes: Uint8Array): Promise<Oid> {
    const oid = hash('blob', bytes)
    this.#blobs.set(oid, bytes)
    return oid
  }

  async editTree(tree: Oid | undefined, edits: ReadonlyMap<string, { mode: string; oid: Oid } | undefined>): Promise<Oid> {
    const entries = new Map(tree === undefined ? [] : this.#files(tree))
    for (const [path, entry] of edits) {
      for (const other of [...entries.keys()]) if (other === path || other.startsWith(`${path}/`)) entries.delete(other)
      if (entry?.mode === '040000') for (const [inside, each] of this.#files(entry.oid)) entries.set(`${path}/${inside}`, each)
      else if (entry !== undefined) entries.set(path, entry)
    }
    return this.#store(entries)
  }

  async writeCommit(commit: NewCommit): Promise<Oid> {
    const oid = hash('commit', Buffer.from(JSON.stringify(commit)))
    const { at, ...rest } = commit
    this.#commits.set(oid, { oid, ...rest, authoredAt: at, committedAt: at })
    return oid
  }

  async writeTag(): Promise<Oid> {
    throw new TypeError('MemoryGit has no tags; a fake store keeps what a test stores.')
  }

  async fetch(patterns: readonly string[]): Promise<ReadonlyMap<string, RemoteRef>> {
    const wanted = (ref: string): boolean =>
      patterns.some((pattern) => (pattern.endsWith('*') ? ref.startsWith(pattern.slice(0, -1)) : ref === pattern))
    return new Map([...this.refs].filter(([ref]) => wanted(ref)))
  }

  async push(updates: readonly RefUpdate[]): ReturnType<GitRemote['push']> {
    const stale = updates.find(({ ref, expected, to }) => this.refs.get(ref)?.oid !== expected && this.refs.get(ref)?.oid !== to)
    if (stale !== undefined) return { kind: 'stale', ref: stale.ref }
    for (const { ref, to } of updates) {
      if (to === undefined) this.refs.delete(ref)
      else this.refs.set(ref, { oid: to })
    }
    return { kind: 'pushed' }
  }

  #files(treeish: Oid): Files {
    return found(this.#trees.get(this.#commits.get(treeish)?.tree ?? treeish), treeish)
  }

  #reachable(from: Oid, firstParent = false): Set<Oid> {
    const seen = new Set<Oid>()
    const waiting = [from]
    for (let oid = waiting.pop(); oid !== undefined; oid = waiting.pop()) {
      if (seen.has(oid)) continue
      seen.add(oid)
      waiting.push(...(this.#commits.get(oid)?.parents ?? []).slice(0, firstParent ? 1 : undefined))
    }
    return seen
  }

  #store(entries: Files): Oid {
    const oid = treeId([...entries].map(([path, entry]) => [path.split('/'), entry]))
    this.#trees.set(oid, new Map([...entries].sort(([a], [b]) => (a < b ? -1 : 1))))
    return oid
  }
}

type Placed = [string[], { mode: string; oid: Oid }]

/** As git does: entries sorted by name, folders as if their name ended in a slash. */
function treeId(entries: readonly Placed[]): Oid {
  const names = new Map<string, Placed[]>()
  for (const [[name = '', ...rest], entry] of entries) names.set(name, [...(names.get(name) ?? []), [rest, entry]])
  const rows = [...names].map(([name, inside]) => {
    const [first] = inside
    if (first?.[0].length === 0) return { key: name, name, mode: first[1].mode, oid: first[1].oid }
    return { key: `${name}/`, name, mode: '40000', oid: treeId(inside) }
  })
  rows.sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)))
  return hash(
    'tree',
    Buffer.concat(rows.map((row) => Buffer.concat([Buffer.from(`${row.mode} ${row.name}\0`), Buffer.from(row.oid, 'hex')]))),
  )
}

function hash(type: string, bytes: Uint8Array): Oid {
  return createHash('sha1').update(`${type} ${bytes.length}\0`).update(bytes).digest('hex')
}

function found<T>(value: T | undefined, oid: Oid): T {
  if (value !== undefined) return value
  throw new StagecoachError('object-missing', `There is no object ${oid}.`)
}
