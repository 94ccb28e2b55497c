import { StagecoachError } from '../error.ts'
import type { Role } from '../ports/forge.ts'
import type { Host } from '../ports/runtime.ts'

/** Who may overrule a gate: few. */
export const overrulers: readonly Role[] = ['admin', 'maintain']

/** Who may change the repository. */
export const writers: readonly Role[] = [...overrulers, 'write']

/** The person who started the run, or ran it again, with their role: of that person it is asked, whoever started it first. `what` is the subject of the sentence that refuses.
 *  @throws StagecoachError `role-missing` */
export async function checkRole(
  { actor, forge }: Pick<Host, 'actor' | 'forge'>,
  wanted: readonly Role[],
  what: string,
): Promise<{ person: string; role: Role }> {
  const person = actor.triggering ?? actor.login
  const role = await forge.permission(person)
  if (wanted.includes(role)) return { person, role }
  const message = `${person} has the role '${role}' here, and ${what} wants ${wanted.join(' or ')}.`
  throw new StagecoachError('role-missing', message, { hint: 'Ask someone with that role to do it.' })
}
