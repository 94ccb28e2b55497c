import { StagecoachError, stagecoachPerson } from '@stagecoach/core'
import type { Commit, Git, Oid, RefUpdate, TreeEntry } from '@stagecoach/core'
import type { OpenGit } from '../open-git.ts'

/** Git with the refs it last saw. */
export type GitWithRefs = Git & Pick<OpenGit, 'refs' | 'tagMessage'>

/** What an annotated tag holds: a document and files beside it. */
export interface TaggedTree {
  message: string
  commit: Commit
  document: Uint8Array
  files: { path: string; mode: string; bytes: Uint8Array }[]
}

const filesFolder = 'files/'

/** Reads the tag's tree, which must hold `document` and `files/…` only. @returns undefined without such a tag
 *  @throws StagecoachError with code `tampered` */
export async function readTagged(
  git: GitWithRefs,
  name: string,
  document: string,
  tampered: string,
): Promise<TaggedTree | undefined> {
  const refs = await git.refs(`refs/tags/${name}`)
  const ref = refs.get(`refs/tags/${name}`)
  if (ref === undefined) return undefined
  if (ref.peeled === undefined) throw refuse(tampered, name, 'it is no annotated tag')
  const commit = await git.commit(ref.peeled)
  const entries = await git.list(commit.tree)
  const main = entries.find((entry) => entry.path === document && entry.mode === '100644')
  const foreign = entries.find((entry) => entry !== main && !entry.path.startsWith(filesFolder))
  if (main === undefined) throw refuse(tampered, name, `it has no '${document}'`)
  if (foreign !== undefined) throw refuse(tampered, name, `it holds '${foreign.path}'`)
  const files = entries.filter((entry) => entry !== main)
  return {
    message: await git.tagMessage(ref.oid),
    commit,
    document: await git.readBlob(main.oid),
    files: await Promise.all(files.map((entry) => readEntry(git, entry))),
  }
}

async function readEntry(git: Git, entry: TreeEntry): Promise<TaggedTree['files'][number]> {
  // A submodule's id names a commit elsewhere; whoever verifies refuses it by its mode.
  const bytes = entry.mode === '160000' ? new Uint8Array() : await git.readBlob(entry.oid)
  return { path: entry.path.slice(filesFolder.length), mode: entry.mode, bytes }
}

export interface NewTagged {
  tag: string
  message: string
  /** Commits the tag keeps alive. */
  parents: Oid[]
  at: string
  document: { name: string; bytes: Uint8Array }
  files: ReadonlyMap<string, { mode: string; bytes: Uint8Array }>
}

/** Writes blobs, tree, commit and tag object; the same content gives the same ids. The update makes the tag and never moves one. */
export async function writeTagged(git: Git, { tag, message, parents, at, document, files }: NewTagged): Promise<RefUpdate> {
  const edits = new Map([[document.name, { mode: '100644', oid: await git.writeBlob(document.bytes) }]])
  for (const [path, { mode, bytes }] of files) edits.set(filesFolder + path, { mode, oid: await git.writeBlob(bytes) })
  const tree = await git.editTree(undefined, edits)
  const object = await git.writeCommit({ tree, parents, message, author: stagecoachPerson, committer: stagecoachPerson, at })
  const to = await git.writeTag({ name: tag, object, message, tagger: stagecoachPerson, at })
  return { ref: `refs/tags/${tag}`, expected: undefined, to }
}

/** `Digest: <sha256>` of the tag's message. */
export function digestLine(message: string): string | undefined {
  return /^Digest: ([0-9a-f]{64})$/m.exec(message)?.[1]
}

export function refuse(code: string, name: string, why: string): StagecoachError {
  return new StagecoachError(code, `The tag '${name}' is not what Stagecoach stored: ${why}.`, {
    hint: 'Nothing of it was used. Restore the tag from another clone.',
  })
}
