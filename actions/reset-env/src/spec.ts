import { boolean, commonInputs, commonOutputs, defineAction, list, text } from '@stagecoach/action-kit'

export const spec = defineAction({
  id: 'reset-env',
  name: 'Reset environment',
  description:
    'Rebuilds a disposable environment as production plus chosen packages, branch and databases together, by one pull request.',
  inputs: {
    ...commonInputs,
    environment: text({
      description: 'Environment to rebuild. It must be `disposable: true`, and never production.',
      required: true,
    }),
    packages: list({
      description:
        'Packages it holds besides what production has, in the order in which texts are merged: `name` for the version it holds now, or `name@version`. Without any it becomes production.',
    }),
    reason: text({ description: 'Why; recorded.' }),
    again: boolean({
      description:
        'Make the databases anew also where the last reset gave the very same and nothing was deployed since; plan anew what is proposed.',
    }),
  },
  outputs: {
    ...commonOutputs,
    operation: 'Operation id of the reset.',
    'pull-request-number': 'Number of the pull request, empty when there is none.',
    head: 'Commit that the pull request carries.',
    content: 'Content id the environment will have.',
    'needs-release': '`true` when a release of that content must be built before the gate can pass.',
    releases: 'JSON list of `{ "environment", "content", "head" }` whose release must be built, for a matrix.',
  },
})
