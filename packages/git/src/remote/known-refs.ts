import type { Oid, RefUpdate, RemoteRef } from '@stagecoach/core'
import type { GitProcess } from '../process/git-process.ts'
import { localRefs } from './local-refs.ts'
import { matches } from './ref-pattern.ts'

/** Refs of the remote as this process last saw them. The repository on disk says the same, because fetches and pushes write there; it is asked once after each fetch. */
export class KnownRefs {
  readonly #git: GitProcess
  readonly #peel: (oid: Oid) => Promise<Oid | undefined>
  #refs: Map<string, RemoteRef> | undefined
  readonly #fetches: (readonly string[])[] = []

  /** `peel` gives what an annotated tag points at, and undefined for any other object. */
  constructor(git: GitProcess, peel: (oid: Oid) => Promise<Oid | undefined>) {
    this.#git = git
    this.#peel = peel
  }

  /** The ref of this name and those below it. */
  async below(name: string): Promise<Map<string, RemoteRef>> {
    const folder = name.endsWith('/') ? name : `${name}/`
    const refs = (this.#refs ??= await localRefs(this.#git, []))
    return new Map([...refs].filter(([ref]) => ref === name || ref.startsWith(folder)))
  }

  /** How many fetches have asked for this ref, there or not. */
  fetchesOf(ref: string): number {
    return this.#fetches.filter((patterns) => covers(patterns, ref)).length
  }

  /** After a fetch: reads the refs that match, and forgets those that are gone. */
  async fetched(patterns: readonly string[]): Promise<Map<string, RemoteRef>> {
    const before = this.#refs
    const now = await localRefs(this.#git, before === undefined ? [] : patterns.map(folderOf))
    const found = [...now].filter(([ref]) => covers(patterns, ref))
    this.#refs = before === undefined ? now : new Map([...[...before].filter(([ref]) => !covers(patterns, ref)), ...found])
    this.#fetches.push(patterns)
    return new Map(found)
  }

  /** After a push that went through. */
  async pushed(updates: readonly RefUpdate[]): Promise<void> {
    for (const { ref, to } of updates) {
      const peeled = to !== undefined && ref.startsWith('refs/tags/') ? await this.#peel(to) : undefined
      if (to === undefined) this.#refs?.delete(ref)
      else this.#refs?.set(ref, peeled === undefined ? { oid: to } : { oid: to, peeled })
    }
  }
}

function covers(patterns: readonly string[], ref: string): boolean {
  return patterns.some((pattern) => matches(pattern, ref))
}

function folderOf(pattern: string): string {
  return pattern.replace(/\*$/, '')
}
