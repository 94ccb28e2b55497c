import { createHash } from 'node:crypto'
import type { Principal } from '../principal.ts'

/** Bearers by token. Tokens look like GitHub's (`ghp_`, `ghs_`), so that masks and scanners of secrets see what they expect. */
export class Tokens {
  private readonly bearers = new Map<string, Principal>()
  private issued = 0

  issue(principal: Principal): string {
    this.issued += 1
    const digest = createHash('sha256').update(`${process.pid} ${this.issued} ${Math.random()}`).digest('hex')
    const token = `${principal.kind === 'user' ? 'ghp' : 'ghs'}_${digest.slice(0, 36)}`
    this.bearers.set(token, principal)
    return token
  }

  revoke(token: string): void {
    this.bearers.delete(token)
  }

  bearer(token: string): Principal | undefined {
    return this.bearers.get(token)
  }
}
