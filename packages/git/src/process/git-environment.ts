/** What a git process needs to know about the shared repository. Neither value is ever written to disk or put on a command line. */
export interface RemoteAccess {
  url: string
  /** Sent as `x-access-token`, the user name GitHub expects of a token (https://docs.github.com/en/rest/overview/authenticating). */
  token?: string
}

/** Variables of the caller that describe the network and not a repository. */
const kept = new Set(['GIT_SSH', 'GIT_SSH_COMMAND', 'GIT_SSL_CAINFO', 'GIT_SSL_CAPATH'])

const settings: readonly [string, string][] = [
  ['core.hooksPath', '/dev/null'],
  ['core.attributesFile', '/dev/null'],
  // Newer gits read .gitattributes of HEAD in a bare repository; a merge must not depend on which branch that happens to be.
  ['attr.tree', '4b825dc642cb6eb9a060e54bf8d69288fbee4904'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
  ['protocol.version', '2'],
  ['protocol.ext.allow', 'never'],
  ['http.lowSpeedLimit', '100'],
  ['http.lowSpeedTime', '60'],
  ['fetch.recurseSubmodules', 'false'],
  // Who must know that a branch was rewritten compares commits: git need not walk every branch to print it.
  ['fetch.showForcedUpdates', 'false'],
  ['push.recurseSubmodules', 'no'],
]

/** The environment of every git process: the caller's without its GIT_* variables, settings and credentials as GIT_CONFIG_* pairs (git-config(1)). */
export function gitEnvironment(
  inherited: Readonly<Record<string, string | undefined>>,
  directory: string,
  remote?: RemoteAccess,
  more: readonly [string, string][] = [],
): Record<string, string> {
  const environment: Record<string, string> = {}
  for (const [name, value] of Object.entries(inherited)) {
    if (value !== undefined && (!name.startsWith('GIT_') || kept.has(name))) environment[name] = value
  }
  delete environment['SSH_ASKPASS']
  return {
    ...environment,
    GIT_DIR: directory,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    LC_ALL: 'C',
    ...configPairs([...settings, ...more, ...(remote === undefined ? [] : remoteSettings(remote))]),
  }
}

function remoteSettings({ url, token }: RemoteAccess): [string, string][] {
  const pairs: [string, string][] = [['remote.origin.url', url]]
  if (token === undefined || !/^https?:/.test(url)) return pairs
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64')
  // Bound to the host: a redirect elsewhere must not carry the credential along.
  return [...pairs, [`http.${new URL(url).origin}/.extraheader`, `AUTHORIZATION: basic ${basic}`]]
}

function configPairs(pairs: readonly [string, string][]): Record<string, string> {
  const environment: Record<string, string> = { GIT_CONFIG_COUNT: String(pairs.length) }
  pairs.forEach(([key, value], index) => {
    environment[`GIT_CONFIG_KEY_${index}`] = key
    environment[`GIT_CONFIG_VALUE_${index}`] = value
  })
  return environment
}

/** Takes the token, its header form and user information of URLs out of a text that may be shown. */
export function redact(text: string, remote: RemoteAccess | undefined): string {
  const withoutUsers = text.replace(/(\w+:\/\/)[^/@\s']+@/g, '$1***@')
  if (remote?.token === undefined || remote.token === '') return withoutUsers
  const basic = Buffer.from(`x-access-token:${remote.token}`).toString('base64')
  return withoutUsers.replaceAll(basic, '***').replaceAll(remote.token, '***')
}
