import { commonInputs, commonOutputs, defineAction, list, text } from '@stagecoach/action-kit'

export const spec = defineAction({
  id: 'rollback',
  name: 'Roll back',
  description:
    'Returns an environment to a state that was verified before, or takes one package out of it, and repairs its branch by pull request.',
  inputs: {
    ...commonInputs,
    environment: text({ description: 'Environment to roll back.', required: true }),
    package: text({
      description:
        'Package to take out while what came later stays; by default everything that the newest deployment brought goes.',
    }),
    to: text({
      description:
        '`previous`, or a verified state of the environment by its operation or commit (at least seven characters): everything since goes.',
    }),
    'allow-data-loss': list({
      description:
        'What a data-losing plan loses, each in the very words of the plan that was shown. On one line, separated by commas.',
    }),
    reason: text({ description: 'Why; recorded.', required: true }),
  },
  outputs: {
    ...commonOutputs,
    operation: 'Operation id of the rollback.',
    losses: 'What the plan loses, one per line; empty when nothing is lost.',
    'needs-release': '`true` when a release must be built before the rollback can start.',
    releases: 'JSON list of `{ "content", "head" }` whose release must be built, for a matrix.',
    'pull-request-number': 'Number of the pull request that repairs the branch, empty when there is none.',
  },
})
