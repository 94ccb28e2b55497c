import { readdirSync, readFileSync, existsSync } from 'node:fs'
import { rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { Oid, RefUpdate, RemoteRef } from '@stagecoach/core'
import { openGit, type OpenGit } from '@stagecoach/git'
import { ancestryOf } from './ancestry.ts'
import { remembered } from './remembered.ts'

/** A REST call with somebody's token on the repository of the walk. */
export type Call = (method: string, path: string, body?: unknown) => Promise<{ status: number; body: unknown }>

/** Git whose objects are those of the bare repository on the server: what one side writes, the other has, and no conversation is needed to bring it. */
export async function openShared(bare: string, directory: string): Promise<SharedGit> {
  const git = remembered(await openGit({ directory, url: bare, scratch: true }))
  await rm(join(directory, 'objects'), { recursive: true })
  await symlink(join(bare, 'objects'), join(directory, 'objects'))
  const tagged = new Map<Oid, Oid>()
  const writeTag: OpenGit['writeTag'] = async (fields) => {
    const tag = await git.writeTag(fields)
    tagged.set(tag, fields.object)
    return tag
  }
  return { ...git, ...ancestryOf(git), writeTag, tagged }
}

/** `tagged`: what each tag of this repository points at; nobody else writes any. */
export interface SharedGit extends OpenGit {
  tagged: ReadonlyMap<Oid, Oid>
}

/** Git as one run sees it: refs as it fetched them, and pushes that the server sees as moved refs. */
export function remoteOf(shared: SharedGit, bare: string, call: Call): OpenGit {
  const fetches: (readonly string[])[] = []
  let known = new Map<string, RemoteRef>()
  return {
    ...shared,
    fetch(patterns) {
      fetches.push(patterns)
      const found = new Map<string, RemoteRef>()
      for (const [ref, oid] of readRefs(bare)) {
        if (!covers(patterns, ref)) continue
        found.set(ref, remoteRef(shared, oid))
      }
      known = new Map([...[...known].filter(([ref]) => !covers(patterns, ref)), ...found])
      return Promise.resolve(found)
    },
    async push(updates) {
      const refs = new Map(readRefs(bare))
      const stale = updates.find(({ ref, expected, to }) => refs.get(ref) !== expected && refs.get(ref) !== to)
      if (stale !== undefined) return { kind: 'stale', ref: stale.ref }
      for (const update of updates) {
        if (refs.get(update.ref) === update.to) continue
        const answer = await moveRef(call, update)
        if (answer.status >= 300) throw new Error(`Pushing ${update.ref}: ${answer.status} ${JSON.stringify(answer.body)}`)
        if (update.to === undefined) known.delete(update.ref)
        else known.set(update.ref, remoteRef(shared, update.to))
      }
      return { kind: 'pushed' }
    },
    refs: (prefix) => {
      const folder = prefix.endsWith('/') ? prefix : `${prefix}/`
      return Promise.resolve(new Map([...known].filter(([ref]) => ref === prefix || ref.startsWith(folder))))
    },
    fetchesOf: (ref) => fetches.filter((patterns) => covers(patterns, ref)).length,
    close: () => Promise.resolve(),
  }
}

function moveRef(call: Call, { ref, expected, to }: RefUpdate): ReturnType<Call> {
  if (to === undefined) return call('DELETE', `/git/${ref}`)
  if (expected === undefined) return call('POST', '/git/refs', { ref, sha: to })
  return call('PATCH', `/git/${ref}`, { sha: to, force: true })
}

function remoteRef({ tagged }: SharedGit, oid: Oid): RemoteRef {
  const peeled = tagged.get(oid)
  return peeled === undefined ? { oid } : { oid, peeled }
}

function covers(patterns: readonly string[], ref: string): boolean {
  return patterns.some((pattern) => (pattern.endsWith('*') ? ref.startsWith(pattern.slice(0, -1)) : ref === pattern))
}

/** Every ref of a repository, from its files. */
export function readRefs(bare: string): [string, Oid][] {
  const packed = existsSync(join(bare, 'packed-refs')) ? readFileSync(join(bare, 'packed-refs'), 'utf8') : ''
  const tips = new Map<string, Oid>()
  for (const line of packed.split('\n')) if (/^[0-9a-f]{40} refs\//.test(line)) tips.set(line.slice(41), line.slice(0, 40))
  const walk = (folder: string): void => {
    // Two for each pull request, and nobody fetches them.
    if (folder === 'refs/pull') return
    for (const entry of readdirSync(join(bare, folder), { withFileTypes: true })) {
      const name = `${folder}/${entry.name}`
      if (entry.isDirectory()) walk(name)
      else if (!name.endsWith('.lock')) tips.set(name, readFileSync(join(bare, name), 'utf8').trim())
    }
  }
  walk('refs')
  return [...tips].sort(([a], [b]) => (a < b ? -1 : 1))
}
