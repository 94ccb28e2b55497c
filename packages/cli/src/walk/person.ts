import type { Oid, RemoteRef } from '@stagecoach/core'
import type { OpenGit } from '@stagecoach/git'
import type { Call } from './shared-remote.ts'

/** People of the shop: maya owns it, ada and grace write. */
export const people = { maya: 'admin', ada: 'write', grace: 'write' } as const
export type Login = keyof typeof people

/** What people do with a clone and a browser. */
export interface People {
  git: OpenGit
  refs(): Promise<ReadonlyMap<string, RemoteRef>>
  /** Commits files on top of the tree of `ground` (by default the first parent); `undefined` deletes one. Nothing is pushed. */
  commit(
    parents: readonly [Oid, ...Oid[]],
    files: ReadonlyMap<string, string | undefined>,
    message: string,
    login?: Login,
    ground?: Oid,
  ): Promise<Oid>
  push(branch: string, expected: Oid | undefined, to: Oid | undefined): Promise<void>
  call(login: Login, method: string, path: string, body?: unknown): Promise<Answer>
}

export interface Answer {
  status: number
  body: unknown
}

export function gatherPeople(git: OpenGit, call: (login: Login) => Call, now: () => Date): People {
  return {
    git,
    refs: () => git.fetch(['refs/heads/*', 'refs/tags/package/*']),
    async commit(parents, files, message, login = 'ada', ground = parents[0]) {
      const edits = new Map<string, { mode: string; oid: Oid } | undefined>()
      for (const [path, text] of files) {
        edits.set(path, text === undefined ? undefined : { mode: '100644', oid: await git.writeBlob(Buffer.from(text)) })
      }
      const tree = await git.editTree(await git.tree(ground), edits)
      const person = { name: login, email: `${login}@users.noreply.github.com` }
      const at = `${now().toISOString().slice(0, 19)}Z`
      return git.writeCommit({ tree, parents: [...parents], message, author: person, committer: person, at })
    },
    async push(branch, expected, to) {
      const pushed = await git.push([{ ref: `refs/heads/${branch}`, expected, to }])
      if (pushed.kind !== 'pushed') throw new Error(`Pushing ${branch}: ${JSON.stringify(pushed)}`)
    },
    call: (login, method, path, body) => call(login)(method, path, body),
  }
}
