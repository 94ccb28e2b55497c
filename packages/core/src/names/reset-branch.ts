import { formatOperationBranch, parseOperationBranch, type OperationBranch } from './operation-branch.ts'

/** `reset/<environment>/<operation>`: the head of the pull request that rebuilds an environment. */
export type ResetBranch = Omit<OperationBranch, 'kind'>

/** @throws StagecoachError `name-invalid` */
export function formatResetBranch(branch: ResetBranch): string {
  return formatOperationBranch({ kind: 'reset', ...branch })
}

export function parseResetBranch(text: string): ResetBranch | undefined {
  const branch = parseOperationBranch(text)
  return branch?.kind === 'reset' ? { environment: branch.environment, operation: branch.operation } : undefined
}
