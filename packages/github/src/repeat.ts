import { setTimeout as sleep } from 'node:timers/promises'

/** Asks again until there is an answer or the delays (milliseconds) are used up: reads may lag behind writes (pitfall C27). */
export async function untilSeen<T>(look: () => Promise<T | undefined>, delays: readonly number[]): Promise<T | undefined> {
  const first = await look()
  if (first !== undefined) return first
  for (const delay of delays) {
    await sleep(delay)
    const found = await look()
    if (found !== undefined) return found
  }
  return undefined
}
