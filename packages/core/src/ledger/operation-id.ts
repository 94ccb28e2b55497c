import { digestOf } from '../digest.ts'
import type { Digest } from '../digest.ts'
import type { Oid } from '../package/package.ts'

/** What makes an operation this one: asked for again in the same situation it is the same, after another operation completed it is a new one. */
export interface OperationKey {
  verb: 'promote' | 'deploy' | 'rollback' | 'repair' | 'reset' | 'sync'
  environment: string
  /** Digest of the target composition. */
  composition: Digest
  content: Oid
  /** Number of operations the environment had completed when it was requested. */
  completed: number
}

/** 16 hexadecimal characters. */
export function operationId(key: OperationKey): string {
  const { verb, environment, composition, content, completed } = key
  return digestOf({ verb, environment, composition, content, completed }).slice(0, 16)
}
