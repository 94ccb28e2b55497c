import type { PackageRef } from '../package/package.ts'
import type { Refusal } from './refusal.ts'

/**
 * A contract takes away what the expand it completes made needless. It comes only where that expand is live: deployed and verified before, so never together with it,
 * when the application of before still uses the old structure (expand and contract, design §5).
 */
export function refuseCompletion(
  contract: { name: string; completes?: string },
  environment: string,
  verified: readonly Pick<PackageRef, 'name'>[],
): Refusal | undefined {
  const { name, completes } = contract
  if (completes === undefined || verified.some((each) => each.name === completes)) return undefined
  return {
    reason: 'requires-missing',
    message: `${name} completes ${completes}, which is not deployed and verified in ${environment} yet.`,
    advice: [`Promote ${completes} to ${environment} first, and ${name} when nothing there uses the old structure any more.`],
  }
}
