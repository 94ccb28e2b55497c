import { holdsInForce, type Act } from './acts.ts'
import type { LedgerView } from './history.ts'
import type { PackageRef } from '../package/package.ts'

type Scope = Pick<Act, 'environment'>

/** The command that ends a hold in the scope it has: named in one environment, it leaves a hold that is everywhere as it is. */
export function releaseCommand(view: LedgerView, now: string, hold: Scope, pkg: PackageRef): string {
  const { environment } = hold
  const reached = holdsInForce(view, now).filter(
    (each) => each.package === pkg.name && (environment === undefined || each.environment === environment),
  )
  const several = new Set(reached.map((each) => each.digest)).size > 1
  return `stagecoach release ${pkg.name}${several ? `@${pkg.version}` : ''}${scope(hold)} --reason '…'`
}

/** The command that ends a stop in the scope it has. */
export function resumeCommand(stop: Scope): string {
  return `stagecoach resume${scope(stop)} --reason '…'`
}

function scope({ environment }: Scope): string {
  return environment === undefined ? '' : ` --environment ${environment}`
}
