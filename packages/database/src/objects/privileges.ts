import { quoteName } from '../sql/quote.ts'

/** One right as aclexplode tells it; `to` nobody: everybody. */
export interface Privilege {
  to: string | null
  privilege: string
  grantable: boolean
}

/** Statements that make `wanted` of the privileges that are there `now`; `on` is `table "public"."v"`, `column` one of its columns. */
export function privilegeStatements(
  on: string,
  now: readonly Privilege[],
  wanted: readonly Privilege[],
  column?: string,
): string[] {
  const of = column === undefined ? '' : ` (${quoteName(column)})`
  const role = ({ to }: Privilege): string => (to === null ? 'public' : quoteName(to))
  const lacks = (all: readonly Privilege[]) => (each: Privilege) => !all.some((other) => isSame(each, other))
  return [
    ...now.filter(lacks(wanted)).map((each) => `revoke ${each.privilege}${of} on ${on} from ${role(each)}`),
    ...wanted
      .filter(lacks(now))
      .map((each) => `grant ${each.privilege}${of} on ${on} to ${role(each)}${each.grantable ? ' with grant option' : ''}`),
  ]
}

function isSame(one: Privilege, other: Privilege): boolean {
  return one.to === other.to && one.privilege === other.privilege && one.grantable === other.grantable
}
