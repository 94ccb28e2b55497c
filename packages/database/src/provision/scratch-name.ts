import { randomBytes } from 'node:crypto'

const PREFIX = 'stagecoach_scratch_'
/** Age in milliseconds from which a scratch database or folder belongs to a run that was killed. */
const LEFTOVER_AGE = 60 * 60_000

/** `stagecoach_scratch_<hash>_<time>`: time in seconds since 1970, base 36. */
export function scratchName(now: number): string {
  return `${PREFIX}${randomBytes(6).toString('hex')}_${Math.floor(now / 1000).toString(36)}`
}

/** True for a name of ours that is older than an hour; other people's databases are never ours. */
export function isLeftover(name: string, now: number): boolean {
  const time = /^stagecoach_scratch_[0-9a-f]{12}_([0-9a-z]+)$/.exec(name)?.[1]
  return time !== undefined && now - Number.parseInt(time, 36) * 1000 > LEFTOVER_AGE
}
