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
import { prepareRepository } from './process/bare-repository.ts'
import { gitProcess } from './process/git-process.ts'
import { requireGit } from './process/git-version.ts'
import { gitRemote } from './remote/git-remote.ts'
import type { RoundTrips } from './remote/git-remote.ts'
import { KnownRefs } from './remote/known-refs.ts'
import { shallowError } from './remote/remote-error.ts'

export interface GitOptions {
  /** A bare repository of Stagecoach's own, made when missing; a temporary one, removed by `close`, when not given. */
  directory?: string
  /** Anything git can fetch from. User information in it is never written to disk. */
  url: string
  token?: string
  /** git's object filter, for very large repositories; see ADR on partial clones. Default `none`: everything comes with the first fetch. */
  filter?: string
  /** Nothing in the repository has to outlive this machine: git need not wait for the disk. A temporary one always is. */
  scratch?: boolean
}

/** The Git port on a bare repository whose refs are the remote's as last fetched. */
export interface OpenGit extends Git {
  readonly directory: string
  /** Refs as last fetched or pushed, the one named so and those below: no round trip, and no process after a fetch. */
  refs(prefix: string): Promise<ReadonlyMap<string, RemoteRef>>
  /** How many fetches since opening have asked for this ref, there or not. */
  fetchesOf(ref: string): number
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
export async function openGit({ directory, url, token, filter = defaultFilter, scratch = false }: GitOptions): Promise<OpenGit> {
  const temporary = directory === undefined
  const place = temporary ? await mkdtemp(join(tmpdir(), 'stagecoach-git-')) : resolve(directory)
  await mkdir(place, { recursive: true })
  const access = { url, ...(token === undefined ? {} : { token }) }
  const git = gitProcess(place, access, temporary || scratch ? [['core.fsync', 'none']] : [])
  const version = await requireGit(git)
  await prepareRepository(place)
  if (existsSync(join(place, 'shallow'))) throw shallowError(place)
  const reader = new ObjectReader(git)
  const known = new KnownRefs(git, (oid) => peel(reader, oid))
  const objects = gitObjects(git, reader, new ObjectWriter(place))
  const merger = treeMerger(git, objects, version)
  return {
    directory: place,
    ...objects,
    merge: merger.merge,
    ...gitRemote(git, access, filter, known),
    tagMessage: async (tag) => parseTag(await reader.readAs(tag, 'tag')).message,
    refs: (prefix) => known.below(prefix),
    fetchesOf: (ref) => known.fetchesOf(ref),
    async close() {
      reader.close()
      merger.close()
      if (temporary) await rm(place, { recursive: true, force: true })
    },
  }
}

async function peel(reader: ObjectReader, oid: Oid): Promise<Oid | undefined> {
  const { type, bytes } = await reader.read(oid)
  return type === 'tag' ? parseTag(bytes).object : undefined
}
