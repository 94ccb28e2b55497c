import { commonInputs, commonOutputs, defineAction, text } from '@stagecoach/action-kit'

export const spec = defineAction({
  id: 'rollback',
  name: 'Roll back',
  description:
    'Returns an environment to its last verified state without a given package, and repairs its branch by pull request.',
  inputs: {
    ...commonInputs,
    environment: text({ description: 'Environment to roll back.', required: true }),
    package: text({ description: 'Package to take out; by default the one deployed last.' }),
    reason: text({ description: 'Why; recorded.', required: true }),
  },
  outputs: {
    ...commonOutputs,
    operation: 'Operation id of the rollback.',
    'pull-request-number': 'Number of the pull request that repairs the branch, empty when there is none.',
  },
})
