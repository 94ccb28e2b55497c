import { StagecoachError } from '@stagecoach/core'

const denied =
  /returned error: 40[13]|Permission to .* denied|Permission denied|Authentication failed|could not read (Username|Password)|Write access to repository not granted|Invalid username or token/i

/** A path of this machine that is not there, or holds no repository. */
const absent = /^fatal: (?:'([^']*)' does not appear to be a git repository|repository '([^']*)' does not exist)/m

/** What a failed fetch means for the person who reads it. */
export function remoteError(url: string, stderr: string): StagecoachError {
  const detail = stderr.trim().slice(0, 2000)
  if (/shallow/.test(detail)) return shallowError(url)
  if (isDenied(detail)) {
    return new StagecoachError('remote-permission', `The repository '${url}' refused access: ${detail}`, {
      hint: 'Add `contents: read` to the job permissions, or pass a token that can read the repository as `github-token` (at a terminal in STAGECOACH_TOKEN, GITHUB_TOKEN or GH_TOKEN).',
    })
  }
  const [gone, ...paths] = absent.exec(detail) ?? []
  if (gone !== undefined) {
    const place = paths.find((each) => each !== undefined) ?? url
    return new StagecoachError('repository-unknown', `There is no repository at '${place}'.`, {
      hint: 'Point `origin` at the shared repository: git remote set-url origin https://github.com/<owner>/<name>.git',
    })
  }
  return new StagecoachError('remote-unreachable', `The repository '${url}' could not be reached: ${detail}`, {
    hint: 'Run it again; nothing was changed.',
  })
}

export function shallowError(where: string): StagecoachError {
  return new StagecoachError('git-shallow', `The repository '${where}' is a shallow clone. Merges in it can be silently wrong.`, {
    hint: 'Fetch the whole history: `fetch-depth: 0` for actions/checkout, or `git fetch --unshallow`.',
  })
}

export function isDenied(stderr: string): boolean {
  return denied.test(stderr)
}
