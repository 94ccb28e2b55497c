import type { Environment } from '../config/config.ts'
import type { PullRequest } from '../ports/forge.ts'

/** Why a pull request must not be merged for an environment: whoever may write can give it another base at any moment, and GitHub merges a head into whatever the base is then. One that is merged already is looked at afterwards. */
export function otherBase({ branch }: Environment, { number, base, state, merged }: PullRequest): string | undefined {
  if (base.branch !== branch)
    return `#${number} asks for ${base.branch} now, and not for ${branch}: somebody changed its base. It is not merged; give it the base ${branch} again.`
  return state === 'closed' && !merged ? `#${number} was closed meanwhile.` : undefined
}
