import type { Config } from '../config/config.ts'
import { StagecoachError } from '../error.ts'
import { workflowFolder, workflows } from '../workflows.ts'
import { appEnvironment } from './app-mode.ts'
import { buildWorkflow } from './build-workflow.ts'
import { deployWorkflow } from './deploy-workflow.ts'
import { gateWorkflow } from './gate-workflow.ts'
import { promoteWorkflow } from './promote-workflow.ts'
import { disposable, resetWorkflow } from './reset-workflow.ts'
import { rollbackWorkflow } from './rollback-workflow.ts'
import { sweepWorkflow } from './sweep-workflow.ts'
import { banner, type WorkflowOptions } from './workflow-text.ts'

/**
 * The consumer's workflow files, by path. Pull requests and pushes made with GITHUB_TOKEN start no workflow, so each step starts the next by
 * `workflow_dispatch`; with an App the same chain runs, and what the App's own pushes start has no job to do. Text from outside reaches the actions by `with:` only; no file has a `run:`.
 *  @throws StagecoachError `environment-taken`
 */
export function renderWorkflows(
  config: WorkflowOptions['config'],
  actions: WorkflowOptions['actions'] = { repository: 'stagecoach/stagecoach', ref: 'v1' },
  app = false,
): Record<string, string> {
  const options: WorkflowOptions = { config, actions, app }
  if (app) keepKeyApart(config)
  const files: [string, string][] = [
    [workflows.build, buildWorkflow(options)],
    [workflows.promote, promoteWorkflow(options)],
    [workflows.gate, gateWorkflow(options)],
    [workflows.deploy, deployWorkflow(options)],
    [workflows.rollback, rollbackWorkflow(options)],
    ...(disposable(config).length === 0 ? [] : [[workflows.reset, resetWorkflow(options)] as [string, string]]),
    [workflows.sweep, sweepWorkflow(options)],
  ]
  return Object.fromEntries(files.map(([name, body]) => [`${workflowFolder}/${name}`, `${banner}\n${body}`]))
}

/** A job that deploys has the secrets of its environment: one by the name of the key's would give every promotion those secrets. */
function keepKeyApart({ environments }: Pick<Config, 'environments'>): void {
  if (!environments.some(({ name }) => name === appEnvironment)) return
  throw new StagecoachError('environment-taken', `The environment '${appEnvironment}' has the name of the App's own.`, {
    hint: 'Give it another name in the configuration.',
  })
}
