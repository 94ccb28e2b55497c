import { BareRepository } from '../git/bare-repository.ts'
import { Memo } from '../git/memo.ts'
import { readRef } from '../git/refs.ts'
import { entryAt, listTree, readBlob } from '../git/tree-files.ts'
import { parseWorkflow } from './workflow/parse-workflow.ts'
import { WorkflowProblem } from './workflow/workflow.ts'
import type { Workflow } from './workflow/workflow.ts'

export type FoundWorkflow =
  { readonly path: string; readonly workflow: Workflow } | { readonly path: string; readonly problem: WorkflowProblem }

const folder = '.github/workflows'

/** Reads and parses the workflow files of commits in bare repositories; each file once. */
export class WorkflowFiles {
  readonly #repositories = new Map<string, BareRepository>()
  readonly #found = new Memo<FoundWorkflow>(1000)

  async at(gitDirectory: string, commit: string): Promise<readonly FoundWorkflow[]> {
    const bare = this.#bare(gitDirectory)
    const there = await entryAt(bare, commit, folder)
    const entries = there?.type === 'tree' ? await listTree(bare, there.sha, false) : []
    const files = entries.filter(({ type, path }) => type === 'blob' && /\.ya?ml$/.test(path))
    return Promise.all(files.map(({ path, sha }) => this.#read(bare, `${folder}/${path}`, sha)))
  }

  /** The commit a branch points to, or undefined. */
  branchCommit(gitDirectory: string, branch: string): string | undefined {
    return readRef(this.#bare(gitDirectory), `refs/heads/${branch}`)
  }

  close(): void {
    for (const bare of this.#repositories.values()) bare.close()
  }

  #bare(gitDirectory: string): BareRepository {
    const bare = this.#repositories.get(gitDirectory) ?? new BareRepository(gitDirectory)
    this.#repositories.set(gitDirectory, bare)
    return bare
  }

  #read(bare: BareRepository, path: string, blob: string): Promise<FoundWorkflow> {
    return this.#found.of(`${path} ${blob}`, async () => parse(path, (await readBlob(bare, blob)).toString('utf8')))
  }
}

function parse(path: string, text: string): FoundWorkflow {
  try {
    return { path, workflow: parseWorkflow(path, text) }
  } catch (error) {
    if (!(error instanceof WorkflowProblem)) throw error
    return { path, problem: error }
  }
}
