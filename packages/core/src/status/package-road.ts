import type { LedgerView } from '../ledger/history.ts'
import type { ActEntry, LedgerRecord } from '../ledger/record.ts'
import { movesOf } from '../ledger/rollbacks.ts'
import { shortVersion } from './status-words.ts'

/** One thing that happened to a package. */
export interface RoadStep {
  /** ISO 8601 UTC. */
  at: string
  /** Absent where it is about every environment. */
  environment?: string
  /** Part of a sentence: `is merged as 1a2b3c4d5e6f`. Reasons are as people wrote them, on one line. */
  what: string
  /** Logins of those who did it or asked for it. */
  people: string[]
  /** Number of the ledger's record that says so: `stagecoach ledger show <number>`. */
  record: number
}

/** The whole way of a package, oldest first: builds, proposals, what people decided, merges, deployments, rollbacks. Leases, evaluations that changed nothing, and re-made proposals of the same version are left out. */
export function packageRoad(view: LedgerView, name: string): RoadStep[] {
  const operations = operationsOf(view, name)
  const seen = new Set<string>()
  return view.records.flatMap((record) => {
    const said = stepOf(record, name, operations)
    if (said === undefined) return []
    const { once, ...step } = said
    // A proposal is made again whenever its base moves; people want to know when it was asked for.
    if (once !== undefined && seen.has(once)) return []
    if (once !== undefined) seen.add(once)
    const environment = 'environment' in record && record.environment !== undefined ? { environment: record.environment } : {}
    return [{ at: record.at, ...environment, what: step.what.replace(/\s+/g, ' '), people: step.people, record: record.seq }]
  })
}

/** Operations that moved this package, each with its pull request. */
function operationsOf(view: LedgerView, name: string): ReadonlySet<string> {
  const promoted = view.of('promotion').filter((each) => each.package.name === name)
  const synced = view.of('sync').filter((each) => each.brings.some((pkg) => pkg.name === name))
  const back = view.of('rollback').filter((each) => movesOf(each).some((move) => move.package.name === name))
  return new Set([...promoted, ...synced, ...back].map((each) => each.operation))
}

interface Said {
  what: string
  people: string[]
  /** Said once only for this text. */
  once?: string
}

function stepOf(record: LedgerRecord, name: string, operations: ReadonlySet<string>): Said | undefined {
  switch (record.kind) {
    case 'built':
      if (record.package.name !== name) return undefined
      return {
        what: `${shortVersion(record.package.version)} is built from ${record.package.source.slice(0, 12)}`,
        people: record.people.length > 0 ? record.people : [asked(record)],
      }
    case 'act':
      return record.package === name ? actStep(record) : undefined
    case 'promotion':
    case 'refusal':
    case 'approval':
    case 'decision':
    case 'resolution':
      return (typeof record.package === 'string' ? record.package : record.package.name) === name
        ? proposalStep(record)
        : undefined
    case 'sync':
    case 'merged':
    case 'deployment':
    case 'verification':
    case 'rollback':
      return operations.has(record.operation) ? operationStep(record, name) : undefined
    case 'foreign':
      return foreignStep(record, name)
    case 'reset':
      return resetStep(record, name)
    case 'release':
    case 'release-dropped':
    case 'lease':
    case 'intent':
    case 'rollback-plan':
    case 'baseline':
    case 'adoption':
      return undefined
  }
}

function foreignStep({ commit, verdicts }: Of<'foreign'>, name: string): Said | undefined {
  const verdict = verdicts[name]
  if (verdict === undefined || verdict === 'noted') return undefined
  return { what: `a commit from outside, ${commit.slice(0, 12)}, touched it: ${verdict}`, people: [] }
}

/** Asked for and done; what lies between is its pull request's affair. */
function resetStep(record: Of<'reset'>, name: string): Said | undefined {
  const { state, packages, dropped, reason, operation } = record
  const held = packages.find((each) => each.name === name)
  const gone = held === undefined ? dropped.find((each) => each.name === name) : undefined
  const pkg = held ?? gone
  if (pkg === undefined || (state !== 'planned' && state !== 'done')) return undefined
  const version = shortVersion(pkg.version)
  const leaves = gone !== undefined
  if (state === 'done')
    return { what: leaves ? `${version} has left with a reset` : `${version} is verified after a reset`, people: [] }
  const why = reason === '' ? '' : ` (${reason})`
  const what = `a reset ${leaves ? 'without' : 'with'} ${version} is planned${why}`
  return { what, people: [asked(record)], once: `${operation} ${what}` }
}

type Of<K extends LedgerRecord['kind']> = Extract<LedgerRecord, { kind: K }>

function proposalStep(record: Of<'promotion' | 'refusal' | 'approval' | 'decision' | 'resolution'>): Said | undefined {
  switch (record.kind) {
    case 'promotion': {
      const { package: pkg, pullRequest, lane, state, rehearsal } = record
      const by = lane === undefined ? '' : ` by the lane ${lane.name} (${lane.reason})`
      const how =
        state === 'conflict' ? `, in conflict: ${record.detail ?? ''}` : rehearsal === undefined ? '' : ', rehearsed on a clone'
      const what = `${shortVersion(pkg.version)} is proposed in #${pullRequest}${by}${how}`
      return { what, people: [asked(record)], once: `${pullRequest} ${what}` }
    }
    case 'refusal':
      return { what: `${shortVersion(record.package.version)} is refused: ${record.message}`, people: [asked(record)] }
    case 'approval':
      return { what: `#${record.pullRequest} is approved (effect ${record.effect.slice(0, 12)})`, people: [record.person] }
    case 'decision': {
      const { decision, pullRequest, head } = record
      if (decision.state !== 'pass') return undefined
      return { what: `every gate of #${pullRequest} is open`, people: [], once: `pass ${head}` }
    }
    case 'resolution':
      return { what: `conflicts are resolved in ${record.paths.join(', ')}`, people: [record.person] }
  }
}

function operationStep(
  record: Of<'sync' | 'merged' | 'deployment' | 'verification' | 'rollback'>,
  name: string,
): Said | undefined {
  switch (record.kind) {
    case 'sync': {
      const what = `comes with production's content in #${record.pullRequest}`
      return { what, people: [asked(record)], once: what }
    }
    case 'merged':
      return { what: `is merged as ${record.commit.slice(0, 12)}`, people: [] }
    case 'deployment':
      if (record.state === 'started' || record.state === 'finished') return undefined
      return {
        what:
          record.state === 'failed'
            ? `its deployment failed: ${record.error?.message ?? 'nobody said why'}`
            : 'its deployment was taken back',
        people: [],
      }
    case 'verification': {
      const failed = record.checks.filter((each) => !each.passed).map((each) => each.name)
      if (!record.passed) return { what: `the verification failed: ${failed.join(', ')}`, people: [] }
      const held = record.packages.find((each) => each.name === name)
      const what =
        held === undefined ? 'its environment is verified without it' : `${shortVersion(held.version)} is deployed and verified`
      return { what: `${what} (${record.checks.length} ${record.checks.length === 1 ? 'check' : 'checks'})`, people: [] }
    }
    case 'rollback': {
      if (record.state !== 'intended' && record.state !== 'refused') return undefined
      const how = record.automatic ? 'by rule' : 'by hand'
      const verb = record.state === 'refused' ? 'its rollback is refused' : 'is rolled back'
      return { what: `${verb} ${how} (${record.plan}): ${record.reason}`, people: record.automatic ? [] : [asked(record)] }
    }
  }
}

function actStep(record: Of<'act'>): Said {
  const until = record.until === undefined ? '' : `, until ${record.until}`
  const gates = record.gates === undefined ? '' : ` ${record.gates.join(', ')}`
  return { what: `${actWords[record.act]}${gates}: ${record.reason}${until}`, people: [record.person] }
}

const actWords: Record<ActEntry['act'], string> = {
  acknowledge: 'is acknowledged',
  hold: 'is held',
  release: 'is released from its hold',
  override: 'a person passes the gates',
  stop: 'the line is stopped',
  resume: 'the line goes on',
}

function asked({ by }: LedgerRecord): string {
  return by.triggering ?? by.login
}
