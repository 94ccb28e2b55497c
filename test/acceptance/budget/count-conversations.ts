import type { LoggedRequest, Simulator, WorkflowRun } from '@stagecoach/simulator'

/** What one run asked of GitHub. */
export interface Conversations {
  /** REST and GraphQL of all jobs, and what the step asked with its token for teams. */
  api: number
  writes: number
  /** Fetches and pushes of the job that had most: each begins with one advertisement of refs (`info/refs`), however many requests follow. actions/checkout is not ours. */
  gitOfOneJob: number
}

export function conversationsOf({ requests }: Simulator, run: WorkflowRun): Conversations {
  const own = requests.ofRun(run.id)
  const api = [...own.filter(isApi), ...teamReads(requests.all, own)]
  const advertised = own.filter(
    (request) => request.kind === 'git' && request.route.endsWith('info/refs') && !isCheckout(request),
  )
  const jobs = Map.groupBy(advertised, (request) => request.who.jobId)
  return {
    api: api.length,
    writes: api.filter((request) => request.write).length,
    gitOfOneJob: Math.max(0, ...[...jobs.values()].map((each) => each.length)),
  }
}

function isApi(request: LoggedRequest): boolean {
  return request.kind === 'rest' || request.kind === 'graphql'
}

/** The runner's checkout names the repository without `.git`; the actions take the address that the API gives. */
function isCheckout(request: LoggedRequest): boolean {
  return !request.path.includes('.git/')
}

/** Teams are read with a person's token, which belongs to no run: what lies between the run's first and last request is its. */
function teamReads(all: readonly LoggedRequest[], own: readonly LoggedRequest[]): LoggedRequest[] {
  const [first, last] = [own.at(0), own.at(-1)]
  if (first === undefined || last === undefined) return []
  const during = all.slice(all.indexOf(first), all.indexOf(last))
  return during.filter((request) => request.route.includes('/teams/') && request.who.runId === undefined)
}
