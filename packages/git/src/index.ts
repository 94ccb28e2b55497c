export { openGit, defaultFilter } from './open-git.ts'
export type { GitOptions, OpenGit } from './open-git.ts'
export type { RoundTrips } from './remote/git-remote.ts'
