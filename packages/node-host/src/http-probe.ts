import type { HttpProbe } from '@stagecoach/core'

/** GET by fetch; redirects are not followed, so that `expect: 302` can be written. The body is not read. */
export function createHttpProbe(): HttpProbe {
  return {
    async get(url, timeout) {
      try {
        const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(timeout) })
        await response.body?.cancel()
        return { status: response.status, detail: response.statusText }
      } catch (error) {
        return { status: 0, detail: reasonOf(error, timeout) }
      }
    },
  }
}

/** fetch says "fetch failed" and keeps the reason in the cause. */
function reasonOf(error: unknown, timeout: number): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return `No answer within ${timeout} ms.`
  return error.cause instanceof Error ? error.cause.message : error.message
}
