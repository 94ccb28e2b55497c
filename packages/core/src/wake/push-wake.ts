import type { Oid } from '../package/package.ts'
import type { StartedRun } from '../ports/forge.ts'

/** The push that a woken run says it is for. */
export interface PushWake {
  /** Run that the push started. */
  run: number
  /** File name of the workflow. */
  workflow: string
  branch: string
}

/** Whether a run was started by the push that made this commit the branch's tip: who pushed another branch, or pushed here before, is not who asked. */
export function isWakeOf(run: StartedRun, { workflow, branch }: PushWake, tip: Oid | undefined): boolean {
  if (run.event !== 'push' || run.branch !== branch || run.commit !== tip) return false
  // GitHub writes the path with or without the branch: `.github/workflows/build.yml@main`.
  return run.workflow.split('@')[0] === `.github/workflows/${workflow}`
}
