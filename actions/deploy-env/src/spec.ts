import { commonInputs, commonOutputs, defineAction, text } from '@stagecoach/action-kit'

export const spec = defineAction({
  id: 'deploy-env',
  name: 'Deploy environment',
  description: 'Makes the databases and the application of an environment hold what its branch says, and verifies them.',
  inputs: {
    ...commonInputs,
    environment: text({ description: 'Environment to deploy.', required: true }),
  },
  outputs: {
    ...commonOutputs,
    operation: 'Operation id of the deployment.',
    commit: 'Commit of the branch that was deployed.',
    content: 'Content id that the environment holds now.',
  },
})
