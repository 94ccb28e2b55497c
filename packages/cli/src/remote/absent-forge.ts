import { StagecoachError, type Forge } from '@stagecoach/core'

/** Stands where no API can be asked: whoever needs it learns what to give. */
export function absentForge(why: StagecoachError): Forge {
  const refuse = (): Promise<never> => Promise.reject(why)
  // Every member of the port is a method that answers with a promise.
  return new Proxy({}, { get: () => refuse }) as Forge
}

export function tokenMissing(repository: string): StagecoachError {
  return new StagecoachError('token-missing', `There is no token for ${repository}.`, {
    hint: 'Set STAGECOACH_TOKEN, GITHUB_TOKEN or GH_TOKEN (with the GitHub CLI: `export GH_TOKEN=$(gh auth token)`), or store one for git, as `gh auth setup-git` does.',
  })
}

export function apiUnknown(url: string): StagecoachError {
  return new StagecoachError('repository-unknown', `The remote '${url}' does not say which repository of GitHub it is.`, {
    hint: 'Set GITHUB_API_URL and GITHUB_REPOSITORY=<owner>/<name>, or point `origin` at GitHub.',
  })
}
