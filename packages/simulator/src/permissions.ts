export const permissionNames = [
  'actions',
  'checks',
  'contents',
  'deployments',
  'environments',
  'id-token',
  'issues',
  'packages',
  'pages',
  'pull-requests',
  'statuses',
  'workflows',
  'administration',
  'members',
  'metadata',
  'secrets',
  'variables',
] as const

export type PermissionName = (typeof permissionNames)[number]
export type PermissionLevel = 'none' | 'read' | 'write'

/** As under `permissions:` of a job; a name left out is `none`. `workflows`, `administration`, `members`, `secrets` and `variables` only an App can have. */
export type TokenPermissions = { readonly [name in PermissionName]?: PermissionLevel }

const rank: Record<PermissionLevel, number> = { none: 0, read: 1, write: 2 }

export function allows(permissions: TokenPermissions, name: PermissionName, level: PermissionLevel): boolean {
  const held = name === 'metadata' ? 'read' : (permissions[name] ?? 'none')
  return rank[held] >= rank[level]
}
