import { checkName, isName } from './name.ts'

/** `promote/<environment>/<package>`: the head of the one pull request for this pair. */
export interface PromotionBranch {
  environment: string
  package: string
}

/** @throws StagecoachError `name-invalid` */
export function formatPromotionBranch(branch: PromotionBranch): string {
  return `promote/${checkName('environment', branch.environment)}/${checkName('package', branch.package)}`
}

export function parsePromotionBranch(text: string): PromotionBranch | undefined {
  const [prefix, environment, name, ...rest] = text.split('/')
  if (prefix !== 'promote' || environment === undefined || name === undefined || rest.length > 0) return undefined
  return isName(environment) && isName(name) ? { environment, package: name } : undefined
}
