export const workflowFolder = '.github/workflows'

/** File names of the consumer's workflows that start one another; `stagecoach init` writes them. */
export const workflows = {
  build: 'stagecoach-build.yml',
  promote: 'stagecoach-promote.yml',
  gate: 'stagecoach-gate.yml',
  deploy: 'stagecoach-deploy.yml',
  rollback: 'stagecoach-rollback.yml',
  reset: 'stagecoach-reset.yml',
  sweep: 'stagecoach-sweep.yml',
} as const
