import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { openGit } from '../open-git.ts'

const closers: (() => unknown)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

/** A server that answers every request with this status; gives its address and the credentials it was sent. */
async function answering(status: number): Promise<{ url: string; seen: (string | undefined)[] }> {
  const seen: (string | undefined)[] = []
  const server = createServer((request, response) => {
    seen.push(request.headers.authorization)
    response.writeHead(status).end()
  })
  closers.push(() => server.close())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // A listening TCP server's address is never a string.
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/acme/shop.git`, seen }
}

async function failureOf(url: string, token?: string): Promise<unknown> {
  const git = await openGit({ url, ...(token === undefined ? {} : { token }) })
  closers.push(() => git.close())
  return git.fetch(['refs/heads/*']).catch((error: unknown) => error)
}

test('sends the token as GitHub expects it', async () => {
  const { url, seen } = await answering(403)
  expect(await failureOf(url, 'ghs_secret')).toMatchObject({ code: 'remote-permission' })
  expect(seen).toEqual([`basic ${Buffer.from('x-access-token:ghs_secret').toString('base64')}`])
})

test.each([
  [401, 'remote-permission'],
  [403, 'remote-permission'],
  [404, 'remote-unreachable'],
  [500, 'remote-unreachable'],
])('takes HTTP status %i for %s, with the line to add where that helps', async (status, code) => {
  const failure = await failureOf((await answering(status)).url)
  expect(failure).toMatchObject({ code, hint: expect.any(String) as string })
})

test('says who may not push', async () => {
  const { url } = await answering(403)
  const git = await openGit({ url, token: 'ghs_secret' })
  closers.push(() => git.close())
  const tree = await git.editTree(undefined, new Map())
  const person = { name: 'Ada', email: 'ada@example.com' }
  const to = await git.writeCommit({
    tree,
    parents: [],
    message: 'x',
    author: person,
    committer: person,
    at: '2026-01-02T03:04:05Z',
  })
  const result = await git.push([{ ref: 'refs/heads/main', expected: undefined, to }])
  expect(result).toMatchObject({ kind: 'refused', code: 'permission', ref: 'refs/heads/main' })
})
