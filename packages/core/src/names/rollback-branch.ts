import { StagecoachError } from '../error.ts'
import { checkName, isName, printable } from './name.ts'
import { operationPattern } from './oid.ts'

/** `rollback/<environment>/<operation>`: the head of the pull request that repairs a branch after a rollback. */
export interface RollbackBranch {
  environment: string
  operation: string
}

/** @throws StagecoachError `name-invalid` */
export function formatRollbackBranch(branch: RollbackBranch): string {
  if (!operationPattern.test(branch.operation)) {
    throw new StagecoachError(
      'name-invalid',
      `'${printable(branch.operation)}' is not an operation id of 16 hexadecimal characters.`,
    )
  }
  return `rollback/${checkName('environment', branch.environment)}/${branch.operation}`
}

export function parseRollbackBranch(text: string): RollbackBranch | undefined {
  const [prefix, environment, operation, ...rest] = text.split('/')
  if (prefix !== 'rollback' || environment === undefined || operation === undefined || rest.length > 0) return undefined
  return isName(environment) && operationPattern.test(operation) ? { environment, operation } : undefined
}
