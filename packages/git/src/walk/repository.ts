import { promotionMerge, sha256, stagecoachPerson, syncMerge, withPackageIn, writeState } from '@stagecoach/core'
import type { MergeResult, Oid, PackageRef } from '@stagecoach/core'
import type { OpenGit } from '../open-git.ts'
import { textOf } from './model.ts'
import type { Content } from './model.ts'
import type { Environment, Snapshot, Version } from './product.ts'
import type { SyncPlan } from './sync-plan.ts'

/** The same product in real git. Trees of people's commits come from the model, trees of environments from the primitive. */
export class Repository {
  readonly #git: OpenGit
  readonly #blobs = new Map<string, Oid>()
  #seconds = 0
  commits = 0

  constructor(git: OpenGit) {
    this.#git = git
  }

  /** Tree id of a content by the model. */
  async render(content: Content): Promise<Oid> {
    const edits = new Map<string, { mode: string; oid: Oid }>()
    for (const file of content.files.values()) edits.set(file.name, { mode: '100644', oid: await this.#blob(textOf(file)) })
    return this.#git.editTree(undefined, edits)
  }

  /** A commit whose branch says it holds the snapshot's packages. */
  async commit(content: Oid, at: Snapshot, parents: Oid[]): Promise<Oid> {
    const tree = await writeState(this.#git, content, refsOf(at), undefined)
    this.commits += 1
    const fields = { tree, parents, message: 'walk', author: stagecoachPerson, committer: stagecoachPerson }
    return this.#git.writeCommit({ ...fields, at: this.#now() })
  }

  newRef(name: string, number: number, source: Oid, base: Oid): PackageRef {
    const version = `1.0.${number}`
    const sourceTime = this.#now()
    return { name, version, digest: sha256(`${name} ${version} ${source}`), source, base, requires: [], sourceTime }
  }

  async promote(target: Environment, content: Oid, version: Version): Promise<MergeResult> {
    return promotionMerge(this.#git, { content, packages: refsOf(target.at) }, version.ref)
  }

  async with(target: Environment, name: string, version: Version | undefined): Promise<MergeResult> {
    return withPackageIn(this.#git, target.tip, name, version?.ref)
  }

  async sync(target: Environment, content: Oid, production: Environment, { raise, leaveOut }: SyncPlan): Promise<MergeResult> {
    return syncMerge(this.#git, {
      target: { commit: target.tip, content, packages: refsOf(target.at) },
      baseline: target.baseline.commit,
      production: production.tip,
      raise: raise.map((version) => version.ref),
      leaveOut: leaveOut.map((version) => version.ref),
      otherHands: target.hands,
    })
  }

  async #blob(text: string): Promise<Oid> {
    const known = this.#blobs.get(text) ?? (await this.#git.writeBlob(Buffer.from(text)))
    this.#blobs.set(text, known)
    return known
  }

  #now(): string {
    this.#seconds += 1
    return new Date(Date.UTC(2026, 0, 1) + this.#seconds * 1000).toISOString().replace('.000Z', 'Z')
  }
}

function refsOf(at: Snapshot): PackageRef[] {
  return [...at.packages.values()].map((version) => version.ref)
}
