import { setTimeout as sleep } from 'node:timers/promises'

/** Waits until a condition holds; a test that waits in vain says for what. */
export async function eventually(what: string, holds: () => Promise<boolean>, milliseconds = 20_000): Promise<void> {
  const deadline = performance.now() + milliseconds
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`Not so after ${String(milliseconds / 1000)} s: ${what}.`)
    await sleep(30)
  }
}
