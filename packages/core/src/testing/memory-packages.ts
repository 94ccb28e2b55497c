import { StagecoachError } from '../error.ts'
import { formatPackageTag, parsePackageTag } from '../names/package-tag.ts'
import { manifestBytes, packageRefOf } from '../package/manifest.ts'
import type { Manifest, PackageRef, StoredPackage } from '../package/package.ts'
import { verifyPackage } from '../package/verify-package.ts'
import type { PackageStore } from '../ports/package-store.ts'
import type { MemoryGit } from './memory-git.ts'

/** A package store whose tags are refs of a `MemoryGit`; a package counts as stored once its tag is pushed. */
export class MemoryPackages implements PackageStore {
  readonly #git: MemoryGit
  readonly #prepared = new Map<string, { manifest: Manifest; files: ReadonlyMap<string, Uint8Array> }>()

  constructor(git: MemoryGit) {
    this.#git = git
  }

  async versions(name?: string): Promise<{ name: string; version: string; source: string }[]> {
    const tags = [...this.#git.refs.keys()].flatMap((ref) => parsePackageTag(ref.slice('refs/tags/'.length)) ?? [])
    const wanted = tags.filter((tag) => name === undefined || tag.name === name)
    return Promise.all(wanted.map(async (tag) => ({ ...tag, source: (await this.read(tag.name, tag.version)).ref.source })))
  }

  async read(name: string, version: string): Promise<StoredPackage> {
    const digest = this.#git.refs.get(`refs/tags/${formatPackageTag({ name, version })}`)?.oid
    const found = digest === undefined ? undefined : this.#prepared.get(digest)
    if (found === undefined) throw new StagecoachError('package-missing', `There is no package '${name}' ${version}.`)
    const files = [...found.files].map(([path, bytes]) => ({ path, bytes, mode: '100644' }))
    return verifyPackage(manifestBytes(found.manifest), files)
  }

  async readRef(ref: PackageRef): Promise<StoredPackage> {
    const stored = await this.read(ref.name, ref.version)
    if (stored.ref.digest === ref.digest) return stored
    throw new StagecoachError('package-tampered', `'${ref.name}' ${ref.version} has another digest.`)
  }

  async prepare(manifest: Manifest, files: ReadonlyMap<string, Uint8Array>): ReturnType<PackageStore['prepare']> {
    const ref = packageRefOf(manifest)
    const tag = `refs/tags/${formatPackageTag(ref)}`
    const taken = this.#git.refs.get(tag)?.oid
    const digest = ref.digest.slice(0, 40)
    if (taken === digest) return { ref, update: undefined }
    if (taken !== undefined) throw new StagecoachError('package-version-taken', `'${ref.name}' ${ref.version} is stored already.`)
    this.#prepared.set(digest, { manifest, files })
    return { ref, update: { ref: tag, expected: undefined, to: digest } }
  }
}
