import type { Config } from '../config/config.ts'
import { workflows } from '../workflows.ts'
import { buildWorkflow } from './build-workflow.ts'
import { deployWorkflow, rollbackWorkflow } from './deploy-workflow.ts'
import { gateWorkflow } from './gate-workflow.ts'
import { promoteWorkflow } from './promote-workflow.ts'
import { sweepWorkflow } from './sweep-workflow.ts'
import { banner, type WorkflowOptions } from './workflow-text.ts'

const folder = '.github/workflows'

/**
 * The consumer's workflow files, by path. Pull requests and pushes made with GITHUB_TOKEN start no workflow, so each step starts the next by
 * `workflow_dispatch`; with an App the same chain runs, and what the App's own pushes start has no job to do. Text from outside reaches the actions by `with:` only; no file has a `run:`.
 */
export function renderWorkflows(
  config: Pick<Config, 'environments' | 'release'>,
  actions: WorkflowOptions['actions'] = { repository: 'stagecoach/stagecoach', ref: 'v1' },
  app = false,
): Record<string, string> {
  const options: WorkflowOptions = { config, actions, app }
  const files: [string, string][] = [
    [workflows.build, buildWorkflow(options)],
    [workflows.promote, promoteWorkflow(options)],
    [workflows.gate, gateWorkflow(options)],
    [workflows.deploy, deployWorkflow(options)],
    [workflows.rollback, rollbackWorkflow(options)],
    [workflows.sweep, sweepWorkflow(options)],
  ]
  return Object.fromEntries(files.map(([name, body]) => [`${folder}/${name}`, `${banner}\n${body}`]))
}
