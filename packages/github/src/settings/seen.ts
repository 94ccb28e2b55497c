import type { Seen } from '@stagecoach/core'
import type { Api } from '../api.ts'
import { readFailure } from '../failure.ts'

/** A reading that the token may not be allowed: 403 and 404 are answers, everything else is an error. */
export async function look<T>(api: Api, what: string, read: () => Promise<T>): Promise<Seen<T>> {
  return api.attempt(what, async () => {
    try {
      return { seen: true, value: await read() } as const
    } catch (error) {
      const failure = readFailure(error)
      if (failure?.status !== 403 && failure?.status !== 404) throw error
      return { seen: false, why: `GitHub answered ${failure.status} (${failure.message})` } as const
    }
  })
}

export async function orNotFound<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read()
  } catch (error) {
    if (readFailure(error)?.status === 404) return undefined
    throw error
  }
}
