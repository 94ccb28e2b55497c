import {
  checkVersion,
  formatPackageTag,
  manifestBytes,
  packageRefOf,
  parsePackageTag,
  StagecoachError,
  verifyPackage,
} from '@stagecoach/core'
import type { Manifest, PackageStore, StoredPackage } from '@stagecoach/core'
import { digestLine, readTagged, refuse, writeTagged } from './tagged-tree.ts'
import type { GitWithRefs } from './tagged-tree.ts'

const document = 'manifest.json'
const tampered = 'package-tampered'

/** Packages in the tags of an open repository. */
export function openPackageStore(git: GitWithRefs): PackageStore {
  return {
    async versions(name) {
      const refs = await git.refs(name === undefined ? 'refs/tags/package' : `refs/tags/package/${name}`)
      const found = [...refs].map(async ([ref, { peeled }]) => {
        const tag = parsePackageTag(ref.slice('refs/tags/'.length))
        const source = peeled === undefined ? undefined : (await git.commit(peeled)).parents[0]
        return tag === undefined || source === undefined ? [] : [{ ...tag, source }]
      })
      return (await Promise.all(found)).flat()
    },
    read: (name, version) => readPackage(git, name, version),
    async readRef(ref) {
      const stored = await readPackage(git, ref.name, ref.version)
      if (stored.ref.digest === ref.digest) return stored
      throw refuse(tampered, formatPackageTag(ref), `it has digest ${stored.ref.digest}, and not ${ref.digest}`)
    },
    prepare: (manifest, files) => preparePackage(git, manifest, files),
  }
}

async function readPackage(git: GitWithRefs, name: string, version: string): Promise<StoredPackage> {
  const tag = formatPackageTag({ name, version: checkVersion(version) })
  const stored = await readTagged(git, tag, document, tampered)
  if (stored === undefined) {
    throw new StagecoachError('package-missing', `There is no package '${name}' ${version}.`, {
      hint: `Build it first; it would be the tag '${tag}'.`,
    })
  }
  const verified = verifyPackage(stored.document, stored.files)
  const { ref } = verified
  if (ref.name !== name || ref.version !== version) throw refuse(tampered, tag, `it holds '${ref.name}' ${ref.version}`)
  if (digestLine(stored.message) !== ref.digest)
    throw refuse(tampered, tag, 'its manifest has another digest than its message says')
  if (stored.commit.parents.join() !== ref.source) throw refuse(tampered, tag, 'its parent is not the source commit')
  return verified
}

async function preparePackage(
  git: GitWithRefs,
  manifest: Manifest,
  files: ReadonlyMap<string, Uint8Array>,
): ReturnType<PackageStore['prepare']> {
  const bytes = manifestBytes(manifest)
  const modes = new Map(manifest.files.map((file) => [file.path, file.mode]))
  const listed = [...files].map(([path, content]) => ({ path, mode: modes.get(path) ?? '100644', bytes: content }))
  // What could not be read back is not stored.
  verifyPackage(bytes, listed)
  const ref = packageRefOf(manifest)
  const tag = formatPackageTag(ref)
  if ((await git.refs(`refs/tags/${tag}`)).size > 0) {
    const stored = await readPackage(git, ref.name, ref.version)
    if (stored.ref.digest === ref.digest) return { ref, update: undefined }
    throw new StagecoachError('package-version-taken', `'${ref.name}' ${ref.version} is stored already with other contents.`, {
      hint: 'Versions never change. Build it under a new version.',
    })
  }
  const update = await writeTagged(git, {
    tag,
    message: `Package ${ref.name} ${ref.version}\n\nDigest: ${ref.digest}\nSource: ${ref.source}\nBase: ${ref.base}`,
    parents: [ref.source],
    at: ref.sourceTime,
    document: { name: document, bytes },
    files: new Map(listed.map((file) => [file.path, file])),
  })
  return { ref, update }
}
