/** What the records of one environment say of one package digest. */
export type PackageTrust =
  /** Never deployed and verified there. */
  | { kind: 'never' }
  /** Verified since this instant; `until` when another version took its place or it was taken out. */
  | { kind: 'verified'; since: string; until?: string; operation: string }
  /** Verified once, and something later speaks against it. */
  | { kind: 'invalidated'; at: string; why: 'held' | 'failed' | 'rolled-back'; reason: string }
