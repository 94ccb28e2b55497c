import type { Api } from './api.ts'

/** The login under which this token writes. Installation tokens may not ask `GET /user`, so it is known from the App's slug. */
export function identity(api: Api, token: string, appSlug: string | undefined): () => Promise<string> {
  let login: Promise<string> | undefined
  return () => (login ??= ask(api, token, appSlug))
}

// Prefixes: https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/
const personal = /^(ghp_|gho_|ghu_|github_pat_)/

async function ask(api: Api, token: string, appSlug: string | undefined): Promise<string> {
  if (appSlug !== undefined) return `${appSlug}[bot]`
  if (!personal.test(token)) return 'github-actions[bot]'
  const user = await api.attempt('ask whose token it is', () => api.client.rest.users.getAuthenticated())
  return user.data.login
}
