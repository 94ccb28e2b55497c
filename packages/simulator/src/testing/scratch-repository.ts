import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BareRepository } from '../git/bare-repository.ts'
import { createBareRepository } from '../git/create-bare.ts'
import { gitEnvironment } from '../git/run-git.ts'

export interface ScratchRepository extends Disposable {
  readonly bare: BareRepository
  /** Runs git in the bare repository; answers its output without the last line feed. */
  git(args: readonly string[], input?: string): string
  /** Writes a commit with these files and parents; `seconds` is its date. */
  commit(files: Readonly<Record<string, string>>, parents?: readonly string[], seconds?: number): string
}

/** A bare repository as the server makes them, in a temporary folder. */
export function scratchRepository(): ScratchRepository {
  const root = mkdtempSync(join(tmpdir(), 'simulator-bare-'))
  const path = join(root, 'shop.git')
  createBareRepository(path, 'main')
  const bare = new BareRepository(path)
  const run = (args: readonly string[], input = '', extra: Readonly<Record<string, string>> = {}): string =>
    execFileSync('git', [...args], { cwd: path, env: gitEnvironment(extra), input, encoding: 'utf8', stdio: 'pipe' }).replace(
      /\n$/,
      '',
    )
  const index = { GIT_INDEX_FILE: join(root, 'index') }
  return {
    bare,
    git: (args, input) => run(args, input),
    commit(files, parents = [], seconds = 1_790_000_000) {
      const lines = Object.entries(files).map(
        ([name, text]) => `100644 ${run(['hash-object', '-w', '--stdin'], text)}\t${name}\n`,
      )
      run(['read-tree', '--empty'], '', index)
      run(['update-index', '--index-info'], lines.join(''), index)
      const who = { GIT_AUTHOR_NAME: 'Mira', GIT_AUTHOR_EMAIL: 'mira@shop.example', GIT_AUTHOR_DATE: `${seconds} +0100` }
      const committer = {
        GIT_COMMITTER_NAME: 'Noor',
        GIT_COMMITTER_EMAIL: 'noor@shop.example',
        GIT_COMMITTER_DATE: `${seconds} +0100`,
      }
      const args = ['commit-tree', run(['write-tree'], '', index), ...parents.flatMap((parent) => ['-p', parent])]
      return run(args, `Größer ${seconds}\n\nMore words.\n`, { ...who, ...committer })
    },
    [Symbol.dispose]() {
      bare.close()
      rmSync(root, { recursive: true, force: true })
    },
  }
}
