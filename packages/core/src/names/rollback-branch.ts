import { formatOperationBranch, parseOperationBranch, type OperationBranch } from './operation-branch.ts'

/** `rollback/<environment>/<operation>`: the head of the pull request that repairs a branch after a rollback. */
export type RollbackBranch = Omit<OperationBranch, 'kind'>

/** @throws StagecoachError `name-invalid` */
export function formatRollbackBranch(branch: RollbackBranch): string {
  return formatOperationBranch({ kind: 'rollback', ...branch })
}

export function parseRollbackBranch(text: string): RollbackBranch | undefined {
  const branch = parseOperationBranch(text)
  return branch?.kind === 'rollback' ? { environment: branch.environment, operation: branch.operation } : undefined
}
