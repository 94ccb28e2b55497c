import type { ChangedPath, Oid } from '../package/package.ts'

/** A commit as far as decisions need it. Times are ISO 8601 UTC. */
export interface Commit {
  oid: Oid
  tree: Oid
  parents: Oid[]
  author: Person
  committer: Person
  authoredAt: string
  committedAt: string
  message: string
}

export interface Person {
  name: string
  email: string
}

export interface TreeEntry {
  /** Full path from the tree's root. Bytes that are not UTF-8 are refused with `path-not-utf8`. */
  path: string
  mode: string
  oid: Oid
}

/** Reading and writing objects; no ref is touched, nothing leaves the machine (blobs may be fetched lazily). Trees may be named by commit or tree id. */
export interface GitObjects {
  commit(oid: Oid): Promise<Commit>
  /** Tree id of a commit or tree. */
  tree(treeish: Oid): Promise<Oid>
  readFile(treeish: Oid, path: string): Promise<Uint8Array | undefined>
  readBlob(oid: Oid): Promise<Uint8Array>
  /** Recursive, blobs and links and submodules, below `folder` when given. */
  list(treeish: Oid, folder?: string): Promise<TreeEntry[]>
  diff(before: Oid, after: Oid): Promise<ChangedPath[]>
  mergeBase(a: Oid, b: Oid): Promise<Oid | undefined>
  isAncestor(ancestor: Oid, descendant: Oid): Promise<boolean>
  /** Commits reachable from `head` and not from `base`, newest first. `firstParent` follows first parents only. */
  log(base: Oid | undefined, head: Oid, options?: { firstParent?: boolean }): Promise<Commit[]>
  writeBlob(bytes: Uint8Array): Promise<Oid>
  /** The tree with entries put in or taken out (`undefined`), and whole folders replaced (`mode: '040000'`). From the empty tree when `tree` is undefined. */
  editTree(tree: Oid | undefined, edits: ReadonlyMap<string, { mode: string; oid: Oid } | undefined>): Promise<Oid>
  /** Deterministic: the same input gives the same id. */
  writeCommit(commit: NewCommit): Promise<Oid>
  writeTag(tag: NewTag): Promise<Oid>
}

export interface NewCommit {
  tree: Oid
  parents: Oid[]
  message: string
  author: Person
  committer: Person
  /** ISO 8601 UTC, whole seconds. */
  at: string
}

export interface NewTag {
  name: string
  object: Oid
  message: string
  tagger: Person
  at: string
}

/** The three-way merge of trees with an explicit base. Errors (unknown object, git failing) are thrown, never taken for a conflict. */
export interface Merger {
  merge(base: Oid, ours: Oid, theirs: Oid): Promise<MergeResult>
}

export type MergeResult = { kind: 'clean'; tree: Oid } | { kind: 'conflicts'; tree: Oid; conflicts: Conflict[] }

/** A path git could not merge; the tree holds the file with markers where there is one. */
export interface Conflict {
  path: string
  base?: { mode: string; oid: Oid }
  ours?: { mode: string; oid: Oid }
  theirs?: { mode: string; oid: Oid }
  /** git's word for it: `content`, `modify/delete`, `add/add`, `rename/rename`, … */
  reason: string
}

/** The shared repository. One call is one round trip. */
export interface GitRemote {
  /** Brings the refs that match (full names or `prefix/*`) and their history; answers with every matching ref of the remote. Tags are given with `peeled`. */
  fetch(patterns: readonly string[]): Promise<ReadonlyMap<string, RemoteRef>>
  /** All or nothing. `expected` undefined means the ref must not exist; `to` undefined deletes it. Repeating a push that has happened is `pushed`. */
  push(updates: readonly RefUpdate[]): Promise<PushResult>
}

export interface RemoteRef {
  oid: Oid
  /** The commit an annotated tag points at. */
  peeled?: Oid
}

export interface RefUpdate {
  ref: string
  expected: Oid | undefined
  to: Oid | undefined
}

export type PushResult =
  | { kind: 'pushed' }
  /** Somebody moved a ref first: read again, decide again. */
  | { kind: 'stale'; ref: string }
  /** A rule or missing permission; `reason` is what the server said. */
  | { kind: 'refused'; ref: string; reason: string; code: 'protected' | 'permission' | 'workflow-files' | 'other' }

export interface Git extends GitObjects, Merger, GitRemote {}
