import type { Oid } from '../package/package.ts'
import type { GitObjects } from '../ports/git.ts'
import { candidates, pendingFiles } from './find-files.ts'
import type { AppliedElsewhere, ReadHistory } from './read-history.ts'
import { matches } from './tool-checksum.ts'

/** `same`: the tool's checksum is that of the file; `named`: a file of that name, and nothing to compare it with; `edited`: its checksum is another; `several`: more than one file and no checksum to choose by; `missing`: the branch has none; `none`: there is no file to look for. */
export type FileExplanation = 'same' | 'named' | 'edited' | 'several' | 'missing' | 'none'

export interface ExplainedMigration extends AppliedElsewhere {
  explanation: FileExplanation
  /** Where there is one. */
  file?: { path: string; oid: Oid }
}

export interface ExplainedHistory extends Omit<ReadHistory, 'applied'> {
  applied: ExplainedMigration[]
  /** Files beside these that did not run here. */
  pending: string[]
}

/** A file of the environment's branch. */
export interface BranchFile {
  path: string
  oid: Oid
}

/** Looks for the file of each applied migration at a commit. Only files that may be one are read. */
export async function explainMigrations(
  git: Pick<GitObjects, 'readBlob'>,
  history: ReadHistory,
  files: readonly BranchFile[],
): Promise<ExplainedHistory> {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const paths = [...byPath.keys()]
  const applied: ExplainedMigration[] = []
  for (const each of history.applied) {
    const found = candidates(history.tool, each, paths).flatMap((path) => byPath.get(path) ?? [])
    const judged = await Promise.all(
      found.map(async (file) => ({
        file,
        same:
          each.checksum === undefined ? undefined : matches(history.tool, each.checksum, await git.readBlob(file.oid), each.id),
      })),
    )
    applied.push({ ...each, ...chooseFile(each, judged) })
  }
  const known = applied.flatMap((each) => (each.file === undefined ? [] : [each.file.path]))
  return { ...history, applied, pending: pendingFiles(history.tool, history.applied, known, paths) }
}

/** Pure: which file it is. Copies of one content count as one. */
export function chooseFile(
  { kind }: Pick<AppliedElsewhere, 'kind'>,
  judged: readonly { file: BranchFile; same: boolean | undefined }[],
): Pick<ExplainedMigration, 'explanation' | 'file'> {
  if (kind === 'baseline' || kind === 'code') return { explanation: 'none' }
  const same = judged.find((each) => each.same === true)
  if (same !== undefined) return { explanation: 'same', file: same.file }
  const [first] = judged
  if (first === undefined) return { explanation: 'missing' }
  if (new Set(judged.map(({ file }) => file.oid)).size > 1) return { explanation: 'several' }
  return { explanation: first.same === false ? 'edited' : 'named', file: first.file }
}
