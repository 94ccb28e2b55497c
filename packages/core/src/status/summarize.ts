import type { PackageCell } from './status-view.ts'
import { isLeaving, shortVersion } from './status-words.ts'

/** Where a package stands in one environment. */
export function summarize(environment: string, cell: PackageCell, newest: string | undefined): string {
  const { deployed, present, coming, rolledBack } = cell
  if (coming === undefined && rolledBack !== undefined && isLeaving(present?.state)) return leaving(environment, cell, rolledBack)
  const standing = stands(environment, deployed === undefined ? present : { ...deployed, state: 'verified' }, cell, newest)
  return deployed === undefined ? standing : `${standing} ${environment}'s branch does not say so any more: ${deployed.why}.`
}

function stands(
  environment: string,
  present: PackageCell['present'],
  { coming, rolledBack }: PackageCell,
  newest: string | undefined,
): string {
  const held =
    present === undefined
      ? `is not in ${environment}`
      : `${presentWord(present.state)} in ${environment} at ${shortVersion(present.version)}`
  if (coming !== undefined) return `It ${held}; ${shortVersion(coming.version)} is proposed in #${coming.pullRequest}.`
  if (present?.state === 'failed') return `It ${held}.`
  if (rolledBack !== undefined) return `It ${held}; ${shortVersion(rolledBack.version)} was rolled back: ${rolledBack.reason}`
  const behind = present !== undefined && newest !== undefined && newest !== present.version
  return behind ? `It ${held}; ${shortVersion(newest)} is built and not proposed here.` : `It ${held}.`
}

/** The branch still lists what was rolled back. */
function leaving(
  environment: string,
  { present }: PackageCell,
  { version, reason, to, pullRequest }: NonNullable<PackageCell['rolledBack']>,
): string {
  const back = to === undefined ? '' : ` to ${shortVersion(to)}`
  const how = present?.state === 'rolling-back' ? 'is being rolled back' : 'was rolled back'
  const repair = pullRequest === undefined ? 'the repair that is proposed next' : `#${pullRequest}`
  return `It ${how} in ${environment}${back}: ${reason.replace(/\.$/, '')}. ${shortVersion(version)} leaves the branch with ${repair}.`
}

function presentWord(state: NonNullable<PackageCell['present']>['state']): string {
  switch (state) {
    case 'verified':
      return 'is deployed and verified'
    case 'deploying':
      return 'is being deployed'
    case 'failed':
      return 'failed'
    case 'undecided':
      return 'is on the branch without a recorded decision'
    case 'rolling-back':
      return 'is being rolled back'
    case 'rolled-back':
      return 'was rolled back'
  }
}
