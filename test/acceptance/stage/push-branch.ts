import { mkdir, rm, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { git } from '../../story/stage/git-person.ts'
import type { Login } from '../../story/stage/people.ts'
import type { Stage } from '../../story/stage/stage.ts'
import { writeTree } from '../../story/stage/write-tree.ts'

export interface BranchPush {
  branch: string
  files?: Readonly<Record<string, string | undefined>>
  /** Symbolic links: path → target. */
  links?: Readonly<Record<string, string>>
  /** Where it is cut from; default `main`, or the branch itself. */
  from?: string
}

/** Commits files as a person and pushes them to a branch of any name, then lets everything happen. Answers with the runs that it woke. */
export async function pushBranch(stage: Stage, login: Login, push: BranchPush): Promise<Woken> {
  const { folder } = await stage.clone(login)
  const before = new Set(stage.simulator.runs.map((run) => run.id))
  await git(folder, ['fetch', '--quiet', 'origin'], login)
  await git(folder, ['checkout', '--quiet', '--force', '--detach', `origin/${push.from ?? 'main'}`], login)
  await git(folder, ['clean', '--quiet', '--force', '-d'], login)
  await writeTree(folder, new Map(Object.entries(push.files ?? {})))
  for (const [path, target] of Object.entries(push.links ?? {})) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await rm(join(folder, path), { force: true })
    await symlink(target, join(folder, path))
  }
  await git(folder, ['add', '--all'], login)
  await git(folder, ['commit', '--quiet', '--message', 'A change'], login, stage.simulator.clock.now())
  await git(folder, ['push', '--quiet', 'origin', `HEAD:refs/heads/${push.branch}`], login)
  await stage.settle()
  return wokenSince(stage, before)
}

/** Runs that began after a moment, and what they said. */
export interface Woken {
  /** How the runs of a workflow ended, oldest first. */
  conclusions(workflow: string): (string | null)[]
  /** What people can read of them: logs, summaries, annotations. */
  said: string
  annotations: { level: string; message: string; file?: string; line?: number }[]
}

export async function during(stage: Stage, act: () => Promise<unknown>): Promise<Woken> {
  const before = new Set(stage.simulator.runs.map((run) => run.id))
  await act()
  return wokenSince(stage, before)
}

function wokenSince({ simulator, runner }: Stage, before: ReadonlySet<number>): Woken {
  const runs = simulator.runs.filter((run) => !before.has(run.id))
  const ids = new Set(runs.map((run) => run.id))
  const steps = runner.records().flatMap((record) => (ids.has(record.runId) ? record.jobs.flatMap((job) => job.steps) : []))
  return {
    conclusions: (workflow) => runs.filter((run) => run.workflowName === workflow).map((run) => run.conclusion),
    said: [...runs.map((run) => run.log), ...steps.flatMap((step) => [step.summary, JSON.stringify(step.outputs)])].join('\n'),
    annotations: steps.flatMap((step) => step.annotations),
  }
}
