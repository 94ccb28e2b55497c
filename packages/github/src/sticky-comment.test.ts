import { describe, expect, it } from 'vitest'
import { openLoopbackForge } from './testing/open-loopback-forge.ts'
import type { Handler } from './testing/loopback.ts'

const marker = '<!-- stagecoach promotion -->'
const bot = 'github-actions[bot]'

async function upsert(comments: unknown[], body: string, handle?: Handler) {
  const { forge, server } = await openLoopbackForge((request) => {
    if (handle !== undefined && request.method !== 'GET') return handle(request)
    return request.method === 'GET' ? { status: 200, json: comments } : { status: 201, json: { id: 1, user: { login: bot } } }
  })
  await using _closing = server
  await forge.upsertComment(7, marker, body)
  return server.requests.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`)
}

describe('upsertComment', () => {
  it('creates the comment once', async () => {
    expect(await upsert([], 'Hello')).toEqual(['POST /repos/acme/shop/issues/7/comments'])
  })

  it('edits its own comment in place', async () => {
    const ours = { id: 5, body: `${marker}\nOld`, user: { login: bot } }
    expect(await upsert([ours], 'New')).toEqual(['PATCH /repos/acme/shop/issues/comments/5'])
  })

  it('writes nothing when the text is the same', async () => {
    const ours = { id: 5, body: `${marker}\r\nSame\r\n`, user: { login: bot } }
    expect(await upsert([ours], 'Same')).toEqual([])
  })

  it('writes nothing when only what nobody sees differs from the text', async () => {
    const ours = { id: 5, body: `${marker}\na\ufffdb`, user: { login: bot } }
    expect(await upsert([ours], 'a\u202eb')).toEqual([])
  })

  it('does not fall for a marker that somebody else wrote', async () => {
    const forged = { id: 5, body: `${marker}\nApproved!`, user: { login: 'mallory' } }
    expect(await upsert([forged], 'New')).toEqual(['POST /repos/acme/shop/issues/7/comments'])
  })

  it('looks before it comments again after a lost answer', async () => {
    const comments: unknown[] = []
    const writes = await upsert(comments, 'New', ({ body }) => {
      comments.push({ id: 6, body: body['body'], user: { login: bot } })
      return 'drop'
    })
    expect(writes).toHaveLength(1)
  })
})
