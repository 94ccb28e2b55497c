export { openDatabases } from './databases.ts'
export type { DatabasesOptions } from './options.ts'
export { ANALYSER_VERSION } from './analysis/analyse-package.ts'
