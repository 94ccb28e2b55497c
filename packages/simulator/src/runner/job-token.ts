import type { RunnerRepository } from '../runner-host.ts'
import { permissionNames } from '../permissions.ts'
import type { PermissionName, TokenPermissions } from '../permissions.ts'
import { tokenPermissions } from './workflow/permissions.ts'
import type { Access, Permissions } from './workflow/permissions.ts'
import type { Job, Workflow } from './workflow/workflow.ts'

/** Names a GITHUB_TOKEN can never have: they are an App's. */
const APP_ONLY: readonly PermissionName[] = [
  'workflows',
  'administration',
  'members',
  'environments',
  'metadata',
  'secrets',
  'variables',
]

/** The permissions of a job's token, in the names the server knows. */
export function jobTokenPermissions(workflow: Workflow, job: Job, repository: RunnerRepository): TokenPermissions {
  const granted = tokenPermissions(workflow.permissions, job.permissions, repositoryDefault(repository))
  const known = permissionNames.map((name): [PermissionName, Access] => [name, granted[name] ?? 'none'])
  return Object.fromEntries(known.filter(([, access]) => access !== 'none'))
}

function repositoryDefault(repository: RunnerRepository): Permissions {
  if (repository.defaultTokenPermissions === 'read') return { contents: 'read', packages: 'read' }
  const names = permissionNames.filter((name) => !APP_ONLY.includes(name) && name !== 'id-token')
  return Object.fromEntries(names.map((name) => [name, 'write']))
}
