import { choice, commonInputs, commonOutputs, defineAction, list, number, text } from '@stagecoach/action-kit'

export const acts = ['evaluate', 'acknowledge', 'hold', 'release', 'override', 'stop', 'resume', 'wake'] as const

export const spec = defineAction({
  id: 'gate-approval',
  name: 'Gate approval',
  description: 'Evaluates the gates of a promotion and merges it when they pass, or records what a person decides.',
  inputs: {
    ...commonInputs,
    act: choice(acts, {
      description:
        '`evaluate` looks at the gates; without package, branch or pull request it sweeps over everything that waits; `wake` starts this workflow on the default branch for the branch, and looks at nothing. The others record an act of the person who started the run.',
      default: 'evaluate',
    }),
    environment: text({ description: 'Environment of the promotion or of the act.' }),
    package: text({ description: 'Package of the promotion or of the act.' }),
    'pull-request': number({ description: 'Number of the promotion pull request, in place of the names.' }),
    branch: text({ description: 'Head branch of the pull request, in place of the names. Another branch is nothing to do.' }),
    reason: text({ description: 'Why; required for every act of a person, and recorded.' }),
    until: text({
      description: 'When the act ends by itself: an instant such as 2026-12-24T12:00:00Z, or a duration such as 7d.',
    }),
    gates: list({ description: 'Gates that an `override` passes.' }),
  },
  outputs: {
    ...commonOutputs,
    'pull-request-number': 'Number of the pull request, empty when there is none.',
    merge: 'Commit of the merge, empty when nothing was merged.',
  },
})
