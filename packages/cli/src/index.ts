export { main } from './main.ts'
export { buildProgram } from './program.ts'
export type { Sink, Surroundings } from './surroundings.ts'
