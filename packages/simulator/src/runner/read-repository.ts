import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { parseWorkflow } from './workflow/parse-workflow.ts'
import { WorkflowProblem } from './workflow/workflow.ts'
import type { Workflow } from './workflow/workflow.ts'

const execute = promisify(execFile)

export type FoundWorkflow =
  { readonly path: string; readonly workflow: Workflow } | { readonly path: string; readonly problem: WorkflowProblem }

/** Reads and parses the workflow files of commits in bare repositories; each commit once. */
export class WorkflowFiles {
  readonly #found = new Map<string, Promise<readonly FoundWorkflow[]>>()

  at(gitDirectory: string, commit: string): Promise<readonly FoundWorkflow[]> {
    const key = `${gitDirectory}\0${commit}`
    const known = this.#found.get(key) ?? readWorkflows(gitDirectory, commit)
    this.#found.set(key, known)
    return known
  }
}

/** The commit a branch points to, or undefined. */
export async function branchCommit(gitDirectory: string, branch: string): Promise<string | undefined> {
  try {
    return (await git(gitDirectory, ['rev-parse', '--verify', '--quiet', `refs/heads/${branch}^{commit}`])).trim()
  } catch (error) {
    if ((error as { code?: unknown }).code === 1) return undefined // execFile's error carries git's exit code
    throw error
  }
}

async function readWorkflows(gitDirectory: string, commit: string): Promise<readonly FoundWorkflow[]> {
  const listing = await git(gitDirectory, ['ls-tree', '-z', '--name-only', commit, '--', '.github/workflows/'])
  const paths = listing.split('\0').filter((path) => /\.ya?ml$/.test(path))
  return Promise.all(paths.map(async (path) => parse(path, await git(gitDirectory, ['cat-file', 'blob', `${commit}:${path}`]))))
}

function parse(path: string, text: string): FoundWorkflow {
  try {
    return { path, workflow: parseWorkflow(path, text) }
  } catch (error) {
    if (!(error instanceof WorkflowProblem)) throw error
    return { path, problem: error }
  }
}

async function git(gitDirectory: string, args: readonly string[]): Promise<string> {
  const { stdout } = await execute('git', ['--git-dir', gitDirectory, ...args], { maxBuffer: 64 * 1024 * 1024 })
  return stdout
}
