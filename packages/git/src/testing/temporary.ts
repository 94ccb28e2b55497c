import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import type { NewCommit, Oid, Person } from '@stagecoach/core'
import type { OpenGit } from '../open-git.ts'

/** A folder that is removed after the file's tests. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'stagecoach-test-'))
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  return folder
}

/** git as a person at a terminal would run it, apart from the adapter under test. */
export function plainGit(directory: string, ...args: string[]): string {
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', LC_ALL: 'C' }
  return execFileSync('git', ['-C', directory, '-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...args], {
    env,
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'pipe'],
  }).trim()
}

export function bareRepository(): string {
  const folder = temporaryFolder()
  plainGit(folder, 'init', '--quiet', '--bare', '--initial-branch=main')
  return folder
}

export const ada: Person = { name: 'Ada', email: 'ada@example.com' }

/** A commit holding exactly these text files. */
export async function commitFiles(git: OpenGit, files: Record<string, string>, fields: Partial<NewCommit> = {}): Promise<Oid> {
  const edits = new Map<string, { mode: string; oid: Oid }>()
  for (const [path, text] of Object.entries(files))
    edits.set(path, { mode: '100644', oid: await git.writeBlob(Buffer.from(text)) })
  const tree = await git.editTree(undefined, edits)
  return git.writeCommit({
    tree,
    parents: [],
    message: 'test',
    author: ada,
    committer: ada,
    at: '2026-01-02T03:04:05Z',
    ...fields,
  })
}
