import { StagecoachError } from '@stagecoach/core'
import type { Oid } from '@stagecoach/core'
import { Conversation } from '../process/conversation.ts'
import type { GitProcess } from '../process/git-process.ts'
import { gitFailed } from '../process/git-process.ts'
import { mergeAnswerReader } from './merge-answer.ts'
import type { MergeAnswer } from './merge-answer.ts'
import { parseMerge } from './merge-output.ts'
import type { MergeOutput } from './merge-output.ts'

/** Merges two commits by their merge base. @throws StagecoachError `merge-failed`, `git-failed`, `path-not-utf8` */
export interface CommitMerger {
  merge(ours: Oid, theirs: Oid): Promise<MergeOutput>
  close(): void
}

/** One process per merge: works everywhere. Exit 1 is a conflict only when a tree id stands on stdout; an unknown revision ends in 1 as well. */
export function singleMerges(git: GitProcess): CommitMerger {
  return {
    async merge(ours, theirs) {
      const args = ['merge-tree', '--write-tree', '-z', ours, theirs]
      const exit = await git.run(args)
      const fields = exit.stdout.toString('latin1').split('\0')
      const output = exit.code === 0 || exit.code === 1 ? parseMerge(exit.code === 0, fields) : undefined
      if (output === undefined) throw gitFailed(args, exit)
      return output
    },
    close: () => undefined,
  }
}

/** One process for all merges: `merge-tree --stdin`. A merge that fails ends the process; the next question starts another. */
export function manyMerges(git: GitProcess, wrapper: readonly string[]): CommitMerger {
  const conversation = new Conversation<MergeAnswer>(() => git.start(['merge-tree', '--stdin'], wrapper), mergeAnswerReader)
  return {
    async merge(ours, theirs) {
      const answer = await conversation.ask(`${ours} ${theirs}\n`).catch((cause: unknown) => {
        throw new StagecoachError('merge-failed', `git could not merge '${theirs}' into '${ours}'.`, { cause })
      })
      const known = answer.status === '0' || answer.status === '1'
      const output = known ? parseMerge(answer.status === '1', answer.fields) : undefined
      if (output !== undefined) return output
      throw new StagecoachError('merge-failed', `git gave no answer to merging '${theirs}' into '${ours}'.`)
    },
    close: () => {
      conversation.close()
    },
  }
}

const patience = 2000

/** The fastest way this machine's git really answers: `--stdin` does not flush before 2.49 (git commit 344a107b55) and reading it as it goes would wait for ever,
 *  unless coreutils' stdbuf turns buffering off. Found out by merging a commit with itself. */
export async function bestMerger(git: GitProcess, version: readonly [number, number], probe: Oid): Promise<CommitMerger> {
  const flushes = version[0] > 2 || version[1] >= 49
  const merger = manyMerges(git, flushes ? [] : ['stdbuf', '-o0'])
  const answered = await Promise.race([
    merger.merge(probe, probe).then(
      (output) => output.clean,
      () => false,
    ),
    new Promise<false>((resolve) => setTimeout(resolve, patience, false).unref()),
  ])
  if (answered) return merger
  merger.close()
  return singleMerges(git)
}
