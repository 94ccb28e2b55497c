import { StagecoachError } from '../error.ts'
import { checkName, isName, printable } from './name.ts'
import { operationPattern } from './oid.ts'

/** What an operation that repairs or rebuilds a branch proposes: `rollback/<environment>/<operation>` or `reset/<environment>/<operation>`. */
export interface OperationBranch {
  kind: 'rollback' | 'reset'
  environment: string
  operation: string
}

/** @throws StagecoachError `name-invalid` */
export function formatOperationBranch({ kind, environment, operation }: OperationBranch): string {
  if (!operationPattern.test(operation)) {
    throw new StagecoachError('name-invalid', `'${printable(operation)}' is not an operation id of 16 hexadecimal characters.`)
  }
  return `${kind}/${checkName('environment', environment)}/${operation}`
}

export function parseOperationBranch(text: string): OperationBranch | undefined {
  const [kind, environment, operation, ...rest] = text.split('/')
  if ((kind !== 'rollback' && kind !== 'reset') || environment === undefined || operation === undefined || rest.length > 0)
    return undefined
  return isName(environment) && operationPattern.test(operation) ? { kind, environment, operation } : undefined
}
