export { openClock } from './clock.ts'
export type { ClockOptions, ForgeClock } from './clock.ts'
export { openForge } from './forge.ts'
export type { ForgeOptions, OpenedForge } from './forge.ts'
