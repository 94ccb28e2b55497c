import { contentId, readState, sha256, writeState } from '@stagecoach/core'
import type { Oid, PackageRef } from '@stagecoach/core'
import type { OpenGit } from '../open-git.ts'
import { ada, commitFiles } from '../testing/temporary.ts'

export type Files = Record<string, string>

/** Small histories for tests: commits of files with the packages their branch says it holds. */
export class Product {
  readonly git: OpenGit

  constructor(git: OpenGit) {
    this.git = git
  }

  async commit(files: Files, packages: readonly PackageRef[] = [], parents: Oid[] = []): Promise<Oid> {
    return this.#onTree(await this.git.tree(await commitFiles(this.git, files)), packages, parents)
  }

  /** A commit on `tip` with another content and set. */
  async next(tip: Oid, content: Oid, packages: readonly PackageRef[]): Promise<Oid> {
    return this.#onTree(content, packages, [tip])
  }

  /** A major version of a feature: its whole tree, cut from production at `base`. */
  async build(name: string, version: number, base: Oid, files: Files): Promise<PackageRef> {
    const source = await this.commit(files, (await readState(this.git, base)).packages, [base])
    const digest = sha256(`${name} ${version} ${source}`)
    return { name, version: `${version}.0.0`, digest, source, base, requires: [], sourceTime: '2026-01-02T03:04:05Z' }
  }

  /** Files of a tree without `.stagecoach/`. */
  async files(treeish: Oid): Promise<Files> {
    const files: Files = {}
    for (const entry of await this.git.list(await contentId(this.git, treeish))) {
      files[entry.path] = Buffer.from(await this.git.readBlob(entry.oid)).toString()
    }
    return files
  }

  async #onTree(content: Oid, packages: readonly PackageRef[], parents: Oid[]): Promise<Oid> {
    const tree = await writeState(this.git, content, packages, undefined)
    const fields = { message: 'test', author: ada, committer: ada, at: '2026-01-02T03:04:05Z' }
    return this.git.writeCommit({ tree, parents, ...fields })
  }
}

/** Twelve numbered lines, some of them changed. */
export function page(changes: Record<number, string> = {}): string {
  return Array.from({ length: 12 }, (_, line) => `${changes[line] ?? `line ${line}`}\n`).join('')
}
