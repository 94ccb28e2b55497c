import { mkdtemp, mkdir, rm } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Git, Oid, RemoteRef } from '@stagecoach/core'
import { treeMerger } from './merge/merger.ts'
import { parseTag } from './objects/commit-format.ts'
import { gitObjects } from './objects/git-objects.ts'
import { ObjectReader } from './objects/object-reader.ts'
import { ObjectWriter } from './objects/object-writer.ts'
import { gitProcess } from './process/git-process.ts'
import type { GitProcess } from './process/git-process.ts'
import { requireGit } from './process/git-version.ts'
import { gitRemote } from './remote/git-remote.ts'
import type { RoundTrips } from './remote/git-remote.ts'
import { localRefs } from './remote/local-refs.ts'
import { shallowError } from './remote/remote-error.ts'

export interface GitOptions {
  /** A bare repository of Stagecoach's own, made when missing; a temporary one, removed by `close`, when not given. */
  directory?: string
  /** Anything git can fetch from. User information in it is never written to disk. */
  url: string
  token?: string
  /** git's object filter, for very large repositories; see ADR on partial clones. Default `none`: everything comes with the first fetch. */
  filter?: string
}

/** The Git port on a bare repository whose refs are the remote's as last fetched. */
export interface OpenGit extends Git {
  readonly directory: string
  /** Refs as last fetched or pushed; no round trip. */
  refs(prefix: string): Promise<ReadonlyMap<string, RemoteRef>>
  /** Message of an annotated tag object. */
  tagMessage(tag: Oid): Promise<string>
  roundTrips(): RoundTrips
  /** Ends the processes; removes the repository when it is a temporary one. */
  close(): Promise<void>
}

/** In a partial clone a missing object is a conversation and never an error, and each merge may hold several: see the round trips promised by the actions. */
export const defaultFilter = 'none'

/** Opens without talking to the remote.
 *  @throws StagecoachError `git-missing`, `git-too-old`, `git-shallow` */
export async function openGit({ directory, url, token, filter = defaultFilter }: GitOptions): Promise<OpenGit> {
  const temporary = directory === undefined
  const place = temporary ? await mkdtemp(join(tmpdir(), 'stagecoach-git-')) : resolve(directory)
  await mkdir(place, { recursive: true })
  const access = { url, ...(token === undefined ? {} : { token }) }
  const git = gitProcess(place, access)
  const version = await requireGit(git)
  await prepare(git)
  const reader = new ObjectReader(git)
  const objects = gitObjects(git, reader, new ObjectWriter(place))
  const merger = treeMerger(git, objects, version)
  return {
    directory: place,
    ...objects,
    merge: merger.merge,
    ...gitRemote(git, access, filter),
    tagMessage: async (tag) => parseTag(await reader.readAs(tag, 'tag')).message,
    refs: (prefix) => localRefs(git, [prefix]),
    async close() {
      reader.close()
      merger.close()
      if (temporary) await rm(place, { recursive: true, force: true })
    },
  }
}

async function prepare(git: GitProcess): Promise<void> {
  if (!existsSync(join(git.directory, 'HEAD'))) await git.must(['init', '--quiet', '--bare', '--template=', git.directory])
  if (existsSync(join(git.directory, 'shallow'))) throw shallowError(git.directory)
}
