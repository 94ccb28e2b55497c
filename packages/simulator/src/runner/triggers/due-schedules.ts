import type { DueSchedule, RunnerRepository } from '../../runner-host.ts'
import type { WorkflowFiles } from '../read-repository.ts'
import { CronProblem, nextInstant, parseCron } from './cron.ts'
import { cronsOf } from './select.ts'

/** Schedule entries on default branches with an instant in (from, to], each once. */
export async function dueSchedules(
  repositories: readonly RunnerRepository[],
  files: WorkflowFiles,
  from: Date,
  to: Date,
): Promise<DueSchedule[]> {
  const due: DueSchedule[] = []
  for (const repository of repositories) {
    const commit = files.branchCommit(repository.path, repository.defaultBranch)
    if (commit === undefined) continue
    for (const file of await files.at(repository.path, commit)) {
      if (!('workflow' in file)) continue
      for (const cron of cronsOf(file.workflow.on)) {
        if (passes(cron, from, to)) due.push({ repository: repository.fullName, workflowPath: file.path, cron })
      }
    }
  }
  return due
}

/** A cron text that cannot be read never comes due; GitHub reports it when the file is pushed. */
function passes(cron: string, from: Date, to: Date): boolean {
  try {
    return nextInstant(parseCron(cron), from, to) !== undefined
  } catch (error) {
    if (!(error instanceof CronProblem)) throw error
    return false
  }
}
