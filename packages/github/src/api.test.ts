import { describe, expect, it } from 'vitest'
import { openClock } from './clock.ts'
import { openForge } from './forge.ts'
import { openLoopbackForge } from './testing/open-loopback-forge.ts'
import type { Answer } from './testing/loopback.ts'

const found = { status: 200, json: { default_branch: 'main', clone_url: 'u', private: false } }

async function ask(answers: Answer[], waits: string[] = []) {
  let asked = 0
  const onWait = (line: string): void => void waits.push(line)
  const { forge, server } = await openLoopbackForge(() => answers[Math.min(asked++, answers.length - 1)] ?? found, { onWait })
  await using _closing = server
  return { facts: await forge.repository(), asked }
}

describe('requests', () => {
  it('repeats a read that broke', async () => {
    expect((await ask(['drop', { status: 502 }, found])).asked).toBe(3)
  })

  it('does not repeat a read for ever', async () => {
    await expect(ask([{ status: 503, json: { message: 'Unavailable' } }])).rejects.toMatchObject({ code: 'forge-unreachable' })
  })

  it('waits for a secondary rate limit as long as GitHub says', async () => {
    const waits: string[] = []
    const limited = {
      status: 403,
      json: { message: 'You have exceeded a secondary rate limit.' },
      headers: { 'retry-after': '2' },
    }
    await ask([limited, found], waits)
    expect(waits).toEqual(["GitHub's secondary rate limit is reached: waiting 2 s."])
  })

  it('does not wait for a limit that lasts too long, and says until when', async () => {
    const reset = String(Math.floor(Date.now() / 1000) + 3_000)
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset }
    const limited = { status: 403, json: { message: 'API rate limit exceeded' }, headers }
    await expect(ask([limited])).rejects.toMatchObject({
      code: 'rate-limited',
      hint: expect.stringContaining(new Date(Number(reset) * 1000).toISOString()),
    })
  })

  it('refuses a wrong token by name, and an empty one before asking', async () => {
    await expect(ask([{ status: 401, json: { message: 'Bad credentials' } }])).rejects.toMatchObject({ code: 'token-refused' })
    const empty = (): unknown => openForge({ token: '', apiUrl: 'http://127.0.0.1:1', repository: 'acme/shop' })
    expect(empty).toThrow(expect.objectContaining({ code: 'token-missing' }))
  })

  it('feeds the clock and counts what it sent', async () => {
    const clock = openClock({ elapsed: () => 0 })
    const headers = { date: 'Sun, 22 Nov 2026 12:00:00 GMT' }
    const { forge, server } = await openLoopbackForge(
      ({ method }) => (method === 'GET' ? { ...found, headers } : { status: 201, json: {}, headers }),
      {
        clock,
      },
    )
    await using _closing = server
    await forge.repository()
    await forge.setStatus('a'.repeat(40), { context: 'c', state: 'success', description: 'x'.repeat(200) })
    expect(clock.now().toISOString()).toBe('2026-11-22T12:00:00.000Z')
    expect(forge.requests).toEqual({ total: 2, writes: 1 })
    expect(String(server.requests[1]?.body['description'])).toHaveLength(140)
  })

  it('shows on GitHub what nobody would see in a name', async () => {
    const { forge, server } = await openLoopbackForge(() => ({ status: 201, json: {} }))
    await using _closing = server
    await forge.setStatus('a'.repeat(40), { context: 'c', state: 'success', description: 'a\u202eb\u001b[8m' })
    await forge.update(7, { title: 'x\u200by', body: 'one\r\ntwo\u009b' })
    expect(server.requests.map(({ body }) => body)).toMatchObject([
      { description: 'a\ufffdb\ufffd[8m' },
      { title: 'x\ufffdy', body: 'one\ntwo\ufffd' },
    ])
  })
})
