import { mendLine } from '../foreign/explain-trouble.ts'
import type { Wait } from './explain-view.ts'
import { shortVersion } from './status-words.ts'
import type { EnvironmentStatus, OperationStatus, PackageCell } from './status-view.ts'

/** What keeps everything or this package out of the environment now, whatever the last decision said. */
export function liveWaits(about: EnvironmentStatus, { held }: PackageCell): Wait[] {
  return [...stopWaits(about), ...holdWaits(held), ...busyWaits(about), ...tipWaits(about)]
}

function stopWaits({ stopped }: EnvironmentStatus): Wait[] {
  if (stopped === undefined) return []
  return [
    {
      why: `${stopped.by} stopped the line: ${stopped.reason}`,
      waitsOn: [stopped.by],
      ...untilOf(stopped),
      help: stopped.resume,
    },
  ]
}

/** Also of what is there already: a version that is held keeps every other change out. */
export function holdWaits(held: PackageCell['held']): Wait[] {
  if (held === undefined) return []
  const what = held.version === undefined ? 'every version' : shortVersion(held.version)
  const help = `Push a repaired version, or: ${held.release}`
  return [{ why: `${held.by} holds ${what}: ${held.reason}`, waitsOn: [], ...untilOf(held), help }]
}

function busyWaits({ name, paused, operation, lease }: EnvironmentStatus): Wait[] {
  if (paused !== undefined) {
    return [pauseWait(name, paused)]
  }
  const holder = lease?.holder === undefined ? [] : [lease.holder]
  if (operation !== undefined && operation.stage !== 'intended') {
    const why = `Operation ${operation.id} (${operation.packages.join(', ')}) is ${stageWord(operation.stage)} in ${name}.`
    return [{ why, waitsOn: holder, help: `stagecoach deploy ${name}` }]
  }
  if (lease === undefined) return []
  return [{ why: `Operation ${lease.operation} holds the lease of ${name}.`, waitsOn: holder, until: lease.expires }]
}

function pauseWait(name: string, paused: NonNullable<EnvironmentStatus['paused']>): Wait {
  const { by, operation, pullRequest } = paused
  const waitsOn = [pullRequest === undefined ? `${by} ${operation}` : `#${pullRequest}`]
  if (by === 'reset') {
    const help = pullRequest === undefined ? 'stagecoach sweep' : `stagecoach gate ${pullRequest}`
    return { why: `${name} is paused until its reset is deployed.`, waitsOn, help }
  }
  const why = `${name} is paused until the rollback of ${paused.package} has repaired its branch.`
  return { why, waitsOn, help: `stagecoach gate ${name} ${paused.package}` }
}

function stageWord(stage: Exclude<OperationStatus['stage'], 'intended'>): string {
  switch (stage) {
    case 'merged':
      return 'merged and not yet deployed'
    case 'deploying':
      return 'being deployed'
    case 'failed':
      return 'stopped by an error'
  }
}

function tipWaits({ branch, tip, troubles }: EnvironmentStatus): Wait[] {
  if (tip.kind === 'missing' && troubles.length === 0)
    return [
      { why: `The branch ${branch} does not exist.`, waitsOn: [], help: `git push origin origin/HEAD:refs/heads/${branch}` },
    ]
  return troubleWaits(troubles)
}

/** What other hands left on the branch, with what mends it. */
export function troubleWaits(troubles: EnvironmentStatus['troubles']): Wait[] {
  return troubles.map(({ what, mend: [first, ...others] }) => ({
    why: what,
    waitsOn: [],
    ...(first === undefined ? {} : { help: first.run }),
    ...(others.length === 0 ? {} : { otherwise: others.map(mendLine) }),
  }))
}

function untilOf({ until }: { until?: string }): { until?: string } {
  return until === undefined ? {} : { until }
}
