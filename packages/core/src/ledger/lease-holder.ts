import type { Host } from '../ports/runtime.ts'
import type { RecordOf } from './history.ts'

type Lease = RecordOf<'lease'>

/** Whether the run or the command at a terminal that holds a lease has ended for certain. Of one that nobody can ask about only its expiry tells. */
export async function holderEnded(host: Pick<Host, 'forge' | 'sessions'>, { by, session }: Lease): Promise<boolean> {
  if (by.run !== undefined) return (await host.forge.runState(by.run.id, by.run.attempt)) === 'ended'
  return session !== undefined && (await host.sessions?.hasEnded(session)) === true
}

/** Who holds it and from where, for people. */
export function holderName({ by: { login, run }, session }: Pick<Lease, 'by' | 'session'>): string {
  if (run !== undefined) return `run ${run.id} of ${login}`
  if (session === undefined) return `${login} at a terminal`
  return `${login} at a terminal on ${session.host}, process ${session.process}`
}
