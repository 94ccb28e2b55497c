import { StagecoachError } from '@stagecoach/core'
import type { Checkout } from './checkout.ts'
import { findToken } from './find-token.ts'
import { apiUrlOf, parseRemoteUrl } from './remote-url.ts'

/** The shared repository behind a checkout. */
export interface Remote {
  /** For git, without user information. */
  url: string
  token: string | undefined
  /** Reads the members of teams in place of `token`. */
  teamToken: string | undefined
  /** `named` where GITHUB_API_URL gave the address. Undefined when the remote is no GitHub: then only what git alone can answer works. */
  api: { url: string; repository: string; named: boolean } | undefined
}

/** @throws StagecoachError `remote-missing`, `api-url-invalid` */
export async function findRemote(checkout: Checkout, environment: Readonly<Record<string, string | undefined>>): Promise<Remote> {
  const remote = parseRemoteUrl(await originUrl(checkout))
  const token = await findToken(checkout.git, environment, remote)
  const given = checkApiUrl(nonEmpty(environment['GITHUB_API_URL']))
  const url = given ?? apiUrlOf(remote)
  const repository = remote.name ?? nonEmpty(environment['GITHUB_REPOSITORY'])
  const teamToken = nonEmpty(environment['STAGECOACH_TEAM_TOKEN'])
  const api = url === undefined || repository === undefined ? undefined : { url, repository, named: given !== undefined }
  return { url: remote.url, token, teamToken, api }
}

/** As git would use it, `insteadOf` applied. A bare repository without remotes is looked at itself. */
async function originUrl(checkout: Checkout): Promise<string> {
  const answer = await checkout.git(['remote', 'get-url', 'origin'])
  if (answer.code === 0) return answer.stdout.trimEnd()
  if (checkout.bare) return checkout.gitDirectory
  throw new StagecoachError('remote-missing', `The repository '${checkout.folder}' has no remote 'origin'.`, {
    hint: 'Add it: git remote add origin https://github.com/<owner>/<name>.git',
  })
}

function checkApiUrl(url: string | undefined): string | undefined {
  if (url === undefined || (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol))) return url
  throw new StagecoachError('api-url-invalid', `GITHUB_API_URL is no address of an API: '${url}'.`, {
    hint: 'Unset it for github.com; for GitHub Enterprise Server it is https://<host>/api/v3.',
  })
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : text
}
