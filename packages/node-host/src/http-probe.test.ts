import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { describe, expect, it } from 'vitest'
import { createHttpProbe } from './http-probe.ts'

async function withServer<T>(listener: RequestListener, use: (url: string) => Promise<T>): Promise<T> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  try {
    return await use(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

describe('HttpProbe', () => {
  it('gives the status, of a redirect too', async () => {
    const probe = createHttpProbe()
    const answer = await withServer(
      (_, response) => response.writeHead(302, { location: '/x' }).end(),
      (url) => probe.get(url, 5_000),
    )
    expect(answer.status).toBe(302)
  })

  it('answers 0 with the reason when nobody listens', async () => {
    expect(await createHttpProbe().get('http://127.0.0.1:1/', 5_000)).toMatchObject({
      status: 0,
      detail: expect.stringMatching(/\w/),
    })
  })

  it('does not wait longer than it may', async () => {
    const answer = await withServer(
      () => undefined,
      (url) => createHttpProbe().get(url, 100),
    )
    expect(answer).toEqual({ status: 0, detail: 'No answer within 100 ms.' })
  })
})
