import { join } from 'node:path'
import { workflowId } from '../changes/workflow-files.ts'
import type { SimEvent } from '../events.ts'
import { isObject } from '../http/body.ts'
import type { NewRun, RunnerHost, RunnerRepository } from '../runner-host.ts'
import type { WorkflowRun } from '../runs.ts'
import { actionsApp, botLogin } from '../world/account.ts'
import type { Repository } from '../world/repository.ts'
import type { World } from '../world/world.ts'
import { finishJobDeployment, startJobDeployment } from './job-deployments.ts'
import { addJob, updateJob, updateRun } from './run-lifecycle.ts'

function facts(world: World, repository: Repository): RunnerRepository {
  return {
    id: repository.id,
    fullName: repository.fullName,
    owner: repository.owner,
    ownerId: world.accounts.get(repository.owner).id,
    name: repository.name,
    private: repository.private,
    path: repository.bare.path,
    defaultBranch: repository.defaultBranch,
    defaultTokenPermissions: repository.settings.defaultTokenPermissions,
  }
}

/** What GitHub shows as a run's title: the pull request's title or the pushed commit's subject, else the workflow's name. */
function titleOf(event: SimEvent, workflowName: string): string {
  const pull = event.payload['pull_request']
  if (isObject(pull) && typeof pull['title'] === 'string') return pull['title']
  const head = event.payload['head_commit']
  const message = isObject(head) ? head['message'] : undefined
  return typeof message === 'string' ? (message.split('\n')[0] ?? workflowName) : workflowName
}

function createRun(world: World, event: SimEvent, run: NewRun): WorkflowRun {
  const repository = world.repository(event.repository)
  const record = world.runs.add({
    id: world.nextId(),
    suiteId: world.nextId(),
    workflowId: workflowId(world, repository, run.workflowPath),
    workflowName: run.workflowName,
    workflowPath: run.workflowPath,
    displayTitle: run.displayTitle ?? titleOf(event, run.workflowName),
    event,
    now: world.clock.iso(),
  })
  world.ownAct('runner').record(repository, `run ${record.id}`, undefined, { workflow: run.workflowPath, event: event.id })
  return record
}

/** Values of the repository, with those of an environment over them. */
function layered(store: ReadonlyMap<string, Record<string, string>>, environment: string | undefined): Record<string, string> {
  return { ...store.get(''), ...(environment === undefined ? {} : store.get(environment)) }
}

export function createHost(world: World): RunnerHost {
  return {
    url: world.url,
    clock: world.clock,
    directory: join(world.options.directory, 'runner'),
    repositories: () => world.repositories.map((repository) => facts(world, repository)),
    repository: (fullName) => facts(world, world.repository(fullName)),
    actor(login) {
      const { id, type } = world.accounts.get(login)
      return { login, id, type }
    },
    createRun: (event, run) => createRun(world, event, run),
    updateRun: (runId, change) => updateRun(world, runId, change),
    addJob: (runId, job) => addJob(world, runId, job),
    updateJob: (jobId, change) => updateJob(world, jobId, change),
    issueToken(runId, jobId, permissions) {
      const run = world.runs.get(runId)
      const { repository, runAttempt } = run
      const login = botLogin(actionsApp.slug)
      return world.tokens.issue({ kind: 'job', login, app: actionsApp.slug, repository, permissions, runId, runAttempt, jobId })
    },
    revokeToken: (token) => world.tokens.revoke(token),
    secrets: (repository, environment) => layered(world.repository(repository).secrets, environment),
    variables: (repository, environment) => layered(world.repository(repository).variables, environment),
    mayUseEnvironment: (repository, environment, ref) => world.repository(repository).mayUse(environment, ref),
    startDeployment: (runId, jobId, environment) => startJobDeployment(world, runId, jobId, environment),
    finishDeployment: (id, state, url) => finishJobDeployment(world, id, state, url),
    onKill: (runId, kill) => world.runs.onKill(runId, kill),
  }
}
