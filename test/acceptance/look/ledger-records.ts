import { git } from '../../story/stage/git-person.ts'
import { fileAt, pathsOf } from './branch.ts'

export const ledgerBranch = 'stagecoach/ledger'

/** A record as it lies on the branch; its shape is the product's business, so only what an assertion reads is named. */
export interface LookedRecord {
  seq: number
  kind: string
  at: string
  by: { login: string; triggering?: string }
  environment?: string
  package?: string | { name: string; version: string; digest: string }
  operation?: string
  state?: string
  passed?: boolean
  decision?: { state: string; gates: LookedGate[] }
  pullRequest?: number
  commit?: string
  act?: string
  lane?: string
  person?: string
  gates?: string[]
  digest?: string
  reason?: string
  role?: string
  packages?: { name: string; version: string; digest: string }[]
  detail?: string
  plan?: string
}

export interface LookedGate {
  gate: string
  state: string
  reasons: string[]
  waitsOn: string[]
  until?: string
}

/** Every record of the ledger branch in order. */
export async function ledgerRecords(bare: string): Promise<LookedRecord[]> {
  const paths = await pathsOf(bare, ledgerBranch, 'records/')
  const records: LookedRecord[] = []
  for (const path of paths) records.push(JSON.parse((await fileAt(bare, ledgerBranch, path)) ?? '') as LookedRecord)
  return records
}

/** Where the branch stands now. */
export async function ledgerTip(bare: string): Promise<string> {
  return git(bare, ['rev-parse', '--verify', `refs/heads/${ledgerBranch}`])
}

/** What gates decided on a package, oldest first. */
export async function decisionsOn(bare: string, name: string): Promise<LookedRecord[]> {
  return (await ledgerRecords(bare)).filter((record) => record.kind === 'decision' && nameOf(record) === name)
}

export function nameOf({ package: pkg }: LookedRecord): string | undefined {
  return typeof pkg === 'string' ? pkg : pkg?.name
}
