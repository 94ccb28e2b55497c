import { anonymous } from '../principal.ts'
import type { Principal } from '../principal.ts'
import type { World } from '../world/world.ts'
import { HttpError } from './http-error.ts'

/** The token of `Authorization: token …`, `Bearer …` or `Basic …` (git sends any user name with the token as password). */
function tokenOf(header: string): string {
  const [scheme = '', value = ''] = header.trim().split(/\s+/, 2)
  if (scheme.toLowerCase() !== 'basic') return value
  const decoded = Buffer.from(value, 'base64').toString('utf8')
  const colon = decoded.indexOf(':')
  const password = colon < 0 ? '' : decoded.slice(colon + 1)
  return password === '' || password === 'x-oauth-basic' ? decoded.slice(0, colon < 0 ? undefined : colon) : password
}

/** Who asks. Without a header: nobody. A token nobody issued, or one that was revoked, is 401 "Bad credentials". */
export function authenticate(world: World, header: string | undefined): Principal {
  if (header === undefined) return anonymous
  const principal = world.tokens.bearer(tokenOf(header))
  if (principal === undefined) throw new HttpError(401, 'Bad credentials')
  return principal
}
