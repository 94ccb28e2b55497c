import { setTimeout as sleep } from 'node:timers/promises'
import type { Patience } from './runner/workbench.ts'

export interface DatabasesOptions extends Patience {
  /** Print DETAIL and quoted values of the server's errors; they may be people's data. */
  showValues: boolean
  /** How long a first use waits for a folder of the embedded engine, in milliseconds. */
  folderWait: number
  /** Largest embedded template, in bytes, that a scratch database copies into memory and not into a folder. */
  memoryCopy: number
}

export const DEFAULT_OPTIONS: DatabasesOptions = {
  lockTimeout: 4_000,
  attempts: 10,
  sleep: (milliseconds) => sleep(milliseconds),
  random: Math.random,
  showValues: false,
  folderWait: 15_000,
  memoryCopy: 512 * 1024 * 1024,
}
