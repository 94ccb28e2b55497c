import { visibleText } from '@stagecoach/core'
import { repeatable, type Api } from './api.ts'
import { readFailure } from './failure.ts'
import { allPages, fullPage } from './paginate.ts'

/** GitHub's limit on a comment's length, in characters. */
const longest = 65_536

interface Comment {
  id: number
  body: string
}

/**
 * Keeps one comment with the marker up to date. Anyone can write the marker, so only comments by `login` count (pitfall C19).
 * The marker is put on top when the body does not carry it.
 */
export async function upsertComment(api: Api, login: string, number: number, marker: string, body: string): Promise<void> {
  const text = fit(visibleText(body.includes(marker) ? body : `${marker}\n${body}`))
  const find = (): Promise<Comment | undefined> => findComment(api, login, number, marker)
  const existing = await find()
  if (existing === undefined) return createComment(api, number, text, find)
  if (plain(existing.body) === plain(text)) return
  await editComment(api, existing.id, text)
}

async function findComment(api: Api, login: string, number: number, marker: string): Promise<Comment | undefined> {
  const { client, owner, repo } = api
  const comments = await api.attempt(`read the comments of #${number}`, () =>
    allPages(client.paginate.iterator(client.rest.issues.listComments, { owner, repo, issue_number: number, ...fullPage })),
  )
  const ours = comments.find((comment) => comment.user?.login === login && (comment.body ?? '').includes(marker))
  return ours === undefined ? undefined : { id: ours.id, body: ours.body ?? '' }
}

async function createComment(api: Api, number: number, body: string, find: () => Promise<Comment | undefined>): Promise<void> {
  const { client, owner, repo } = api
  await api.attempt(`comment on #${number}`, async () => {
    try {
      await client.rest.issues.createComment({ owner, repo, issue_number: number, body })
    } catch (error) {
      if (readFailure(error)?.uncertain !== true) throw error
      const made = await find()
      if (made === undefined) await client.rest.issues.createComment({ owner, repo, issue_number: number, body })
    }
  })
}

async function editComment(api: Api, id: number, body: string): Promise<void> {
  const { client, owner, repo } = api
  await api.attempt('edit the comment', () =>
    client.rest.issues.updateComment({ owner, repo, comment_id: id, body, request: repeatable }),
  )
}

/** GitHub may give lines back with CRLF. */
function plain(text: string): string {
  return text.replaceAll('\r\n', '\n').trimEnd()
}

function fit(text: string): string {
  const note = '\n\n… cut: the whole is in the summary of the run.'
  return text.length <= longest ? text : text.slice(0, longest - note.length) + note
}
