import type { Value } from '../expressions/value.ts'
import { isMap, toText } from '../expressions/value.ts'

export type Access = 'read' | 'write' | 'none'
export type Permissions = Readonly<Record<string, Access>>

const NAMES = [
  'actions', 'attestations', 'checks', 'contents', 'deployments', 'discussions', 'id-token', 'issues', 'models',
  'packages', 'pages', 'pull-requests', 'security-events', 'statuses',
] // prettier-ignore

export class PermissionProblem extends Error {
  readonly code = 'permissions-invalid'
}

/** Reads a `permissions:` key; undefined when absent. Naming one permission sets all that are not named to none. */
export function parsePermissions(value: Value | undefined): Permissions | undefined {
  if (value === undefined || value === null) return undefined
  if (value === 'read-all') return Object.fromEntries(NAMES.filter((name) => name !== 'id-token').map((name) => [name, 'read']))
  if (value === 'write-all') return Object.fromEntries(NAMES.map((name) => [name, name === 'models' ? 'read' : 'write']))
  if (!isMap(value)) throw new PermissionProblem(`"permissions" cannot be "${toText(value)}"; use read-all, write-all or a map.`)
  return Object.fromEntries(Object.entries(value).map(([name, access]) => [name, readAccess(name, access)]))
}

function readAccess(name: string, access: Value): Access {
  if (!NAMES.includes(name)) throw new PermissionProblem(`"${name}" is not a permission; known are ${NAMES.join(', ')}.`)
  if (access === 'read' || access === 'write' || access === 'none') return access
  throw new PermissionProblem(`"${name}" cannot be "${toText(access)}"; use read, write or none.`)
}

/**
 * The permission map of a job's token: the job's own key, else the workflow's, else the repository's default.
 * `metadata: read` is always there.
 */
export function tokenPermissions(
  workflow: Permissions | undefined,
  job: Permissions | undefined,
  repositoryDefault: Permissions,
): Permissions {
  const chosen = job ?? workflow ?? repositoryDefault
  const granted = Object.fromEntries(Object.entries(chosen).filter(([, access]) => access !== 'none'))
  return { ...granted, metadata: 'read' }
}
