import { shortVersion } from '../status/status-words.ts'
import type { SyncSubject } from './sync-subject.ts'

/** `loyalty 1a2b3c4, search 2.0.0 and 2 commits`: what a sync brings, for people. */
export function describeBrought({ plan, direct }: Pick<SyncSubject, 'plan' | 'direct'>): string {
  const packages = [...plan.raise, ...plan.bring].map(({ name, version }) => `${name} ${shortVersion(version)}`)
  const commits = direct.length === 0 ? [] : [direct.length === 1 ? '1 commit' : `${direct.length} commits`]
  const parts = [packages.join(', '), ...commits].filter((part) => part !== '')
  return parts.join(' and ') || 'the content'
}
