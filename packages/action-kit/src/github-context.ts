import { StagecoachError, type Actor } from '@stagecoach/core'

/** What the runner says of the run, from its GITHUB_* and RUNNER_* variables. */
export interface GithubContext {
  /** `owner/name` */
  repository: string
  apiUrl: string
  /** Where git fetches from, and pushes to. */
  gitUrl: string
  actor: Actor & { run: NonNullable<Actor['run']> }
  /** Lives as long as the job. */
  temporary: string
  /** Where actions/checkout puts the repository. */
  workspace: string
  /** Branch of the run; undefined for a tag or a pull request. */
  branch: string | undefined
}

const required = ['GITHUB_REPOSITORY', 'GITHUB_RUN_ID', 'GITHUB_ACTOR', 'RUNNER_TEMP', 'GITHUB_WORKSPACE'] as const

/** Errors: `not-in-a-workflow`, naming every variable that is missing. https://docs.github.com/actions/reference/workflows-and-actions/variables */
export function readGithubContext(environment: Readonly<Record<string, string | undefined>>): GithubContext {
  const get = (name: string, fallback = ''): string => environment[name] ?? fallback
  const missing = required.filter((name) => get(name) === '')
  if (missing.length > 0)
    throw new StagecoachError('not-in-a-workflow', `This does not look like a workflow run: ${missing.join(', ')} not set.`, {
      hint: 'Use it as a step of a workflow; at a terminal use the command `stagecoach`.',
    })
  const repository = get('GITHUB_REPOSITORY')
  const id = Number(get('GITHUB_RUN_ID'))
  const attempt = Number(get('GITHUB_RUN_ATTEMPT', '1'))
  const page = `${get('GITHUB_SERVER_URL', 'https://github.com')}/${repository}`
  const triggering = get('GITHUB_TRIGGERING_ACTOR')
  return {
    repository,
    apiUrl: get('GITHUB_API_URL', 'https://api.github.com'),
    gitUrl: `${page}.git`,
    actor: {
      login: get('GITHUB_ACTOR'),
      ...(triggering === '' ? {} : { triggering }),
      run: { id, attempt, url: `${page}/actions/runs/${id}/attempts/${attempt}`, workflow: get('GITHUB_WORKFLOW') },
    },
    temporary: get('RUNNER_TEMP'),
    workspace: get('GITHUB_WORKSPACE'),
    branch: /^refs\/heads\/(.+)$/.exec(get('GITHUB_REF'))?.[1],
  }
}
