import type { Environment } from '../config/config.ts'
import { checkRole, overrulers } from '../gate/check-role.ts'
import type { Room } from '../ports/runtime.ts'

/** A rollback by hand takes back what the gates let through, and asks them only afterwards: in production, and anywhere that data goes with it, it is for who may overrule a gate.
 *  @throws StagecoachError `role-missing` */
export async function checkRollbackRole(
  { host }: Pick<Room, 'host'>,
  { name, production }: Pick<Environment, 'name' | 'production'>,
  loses: boolean,
): Promise<void> {
  if (production) await checkRole(host, overrulers, `a rollback of ${name} by hand`)
  else if (loses) await checkRole(host, overrulers, `a rollback of ${name} that loses data`)
}
