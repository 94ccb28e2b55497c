import { checkName, isName } from './name.ts'

/** `sync/<environment>`: the head of the one pull request that brings production's newer content into it. */
export interface SyncBranch {
  environment: string
}

/** @throws StagecoachError `name-invalid` */
export function formatSyncBranch({ environment }: SyncBranch): string {
  return `sync/${checkName('environment', environment)}`
}

export function parseSyncBranch(text: string): SyncBranch | undefined {
  const [prefix, environment, ...rest] = text.split('/')
  if (prefix !== 'sync' || environment === undefined || rest.length > 0) return undefined
  return isName(environment) ? { environment } : undefined
}
