/** The permission each kind of request needs, as written under `permissions:` of a job. First match wins. */
const needs: readonly (readonly [method: RegExp, path: RegExp, permission: string])[] = [
  [/GET/, /\/actions\//, 'actions: read'],
  [/./, /\/actions\//, 'actions: write'],
  [/PUT/, /\/pulls\/\d+\/merge$/, 'contents: write'],
  [/GET/, /\/(pulls|issues)(\/|$|\?)/, 'pull-requests: read'],
  [/./, /\/(pulls|issues)(\/|$|\?)/, 'pull-requests: write'],
  [/GET/, /\/graphql$/, 'pull-requests: read'],
  [/./, /\/graphql$/, 'pull-requests: write'],
  [/GET/, /\/check-runs/, 'checks: read'],
  [/GET/, /\/status(es)?(\/|$|\?)/, 'statuses: read'],
  [/POST/, /\/statuses\//, 'statuses: write'],
  [/GET/, /\/deployments/, 'deployments: read'],
  [/./, /\/deployments/, 'deployments: write'],
]

/**
 * The line to add under `permissions:` of the job, such as `pull-requests: write`.
 * GitHub names it in `X-Accepted-GitHub-Permissions` (`pull_requests=write; contents=read`, alternatives after a comma); else it is known by route.
 */
export function permissionLine(method: string, path: string, accepted: string | undefined): string {
  const named = /^\s*([a-z_]+)=(read|write|admin)/.exec(accepted ?? '')
  if (named?.[1] !== undefined && named[2] !== undefined) return `${named[1].replaceAll('_', '-')}: ${named[2]}`
  const known = needs.find(([verb, route]) => verb.test(method) && route.test(path))
  return known?.[2] ?? (method === 'GET' ? 'contents: read' : 'contents: write')
}
