import { formatReleaseTag, sha256, StagecoachError } from '@stagecoach/core'
import type { Oid, ReleaseFiles, ReleaseRef, ReleaseStore } from '@stagecoach/core'
import { checkReleasePaths, modeOf, releaseDocument, verifyRelease } from './release-document.ts'
import { digestLine, readTagged, refuse, writeTagged } from './tagged-tree.ts'
import type { GitWithRefs } from './tagged-tree.ts'

const document = 'release.json'

/** Releases in the tags of an open repository. */
export function openReleaseStore(git: GitWithRefs): ReleaseStore {
  return {
    find: async (content) => (await readRelease(git, content))?.ref,
    async read(content) {
      const release = await readRelease(git, content)
      if (release !== undefined) return release.files
      throw new StagecoachError('release-missing', `There is no release of content '${content}'.`, {
        hint: 'It is built while its promotion pull request is open; run the build job again.',
      })
    },
    prepare: (content, files, at) => prepareRelease(git, content, files, at),
  }
}

async function readRelease(git: GitWithRefs, content: Oid): Promise<{ ref: ReleaseRef; files: ReleaseFiles } | undefined> {
  const tag = formatReleaseTag(content)
  const stored = await readTagged(git, tag, document, 'release-tampered')
  if (stored === undefined) return undefined
  verifyRelease(tag, content, stored)
  const digest = sha256(stored.document)
  if (digestLine(stored.message) !== digest) throw refuse('release-tampered', tag, 'its digest is not the one its message says')
  const files = stored.files.map(({ path, mode, bytes }) => [path, { bytes, executable: mode === '100755' }] as const)
  return { ref: { content, digest, files: files.length }, files: new Map(files) }
}

async function prepareRelease(
  git: GitWithRefs,
  content: Oid,
  files: ReleaseFiles,
  at: string,
): ReturnType<ReleaseStore['prepare']> {
  checkReleasePaths(files)
  const bytes = releaseDocument(content, files)
  const ref = { content, digest: sha256(bytes), files: files.size }
  const stored = await readRelease(git, content)
  if (stored?.ref.digest === ref.digest) return { ref, update: undefined }
  if (stored !== undefined) {
    throw new StagecoachError('release-differs', `The release of content '${content}' was built before with other bytes.`, {
      hint: 'Make the build command reproducible: the same content must give the same files.',
    })
  }
  const update = await writeTagged(git, {
    tag: formatReleaseTag(content),
    message: `Release of content ${content}\n\nDigest: ${ref.digest}`,
    parents: [],
    at,
    document: { name: document, bytes },
    files: new Map([...files].map(([path, file]) => [path, { mode: modeOf(file.executable), bytes: file.bytes }])),
  })
  return { ref, update }
}
