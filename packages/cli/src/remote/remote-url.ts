/** What the URL of a remote says. */
export interface RemoteUrl {
  /** Without user information. */
  url: string
  /** Password of an https URL with user information. */
  token?: string
  /** Host with port, of http and ssh URLs. */
  host?: string
  secure: boolean
  /** `owner/name`, where the URL has the form that GitHub's have. */
  name?: string
}

const scpLike = /^(?:[^@/\s]+@)?([^:/\s]+):(?!\/\/)(.+)$/

/** https, ssh, scp-like (`git@github.com:acme/shop.git`), anything else is a path. */
export function parseRemoteUrl(text: string): RemoteUrl {
  const scp = scpLike.exec(text)
  if (!text.includes('://') && scp !== null) return { url: text, secure: true, ...hostAndName(scp[1] ?? '', scp[2] ?? '') }
  if (!/^(https?|ssh):\/\//.test(text) || !URL.canParse(text)) return { url: text, secure: true }
  const url = new URL(text)
  const { host, hostname, protocol, pathname } = url
  const token = protocol === 'ssh:' ? '' : decodeURIComponent(url.password === '' ? '' : url.password)
  if (protocol !== 'ssh:') {
    url.username = ''
    url.password = ''
  }
  // The port of an ssh URL says nothing about the API.
  const place = hostAndName(protocol === 'ssh:' ? hostname : host, pathname)
  return { url: url.href, secure: protocol !== 'http:', ...place, ...(token === '' ? {} : { token }) }
}

function hostAndName(host: string, path: string): Pick<RemoteUrl, 'host' | 'name'> {
  const match = /^\/?([A-Za-z0-9][A-Za-z0-9-]*)\/([A-Za-z0-9._-]+?)(?:\.git)?\/?$/.exec(path)
  const where = host === 'ssh.github.com' ? 'github.com' : host
  return { host: where, ...(match === null ? {} : { name: `${match[1] ?? ''}/${match[2] ?? ''}` }) }
}

/** REST root of a host: github.com, data residency (`<name>.ghe.com`), or GitHub Enterprise Server (https://docs.github.com/enterprise-server/rest/overview). */
export function apiUrlOf({ host, secure }: Pick<RemoteUrl, 'host' | 'secure'>): string | undefined {
  if (host === undefined) return undefined
  if (host === 'github.com') return 'https://api.github.com'
  if (/^[a-z0-9-]+\.ghe\.com$/.test(host)) return `https://api.${host}`
  return `${secure ? 'https' : 'http'}://${host}/api/v3`
}
