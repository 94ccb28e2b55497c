import { outcomes } from '@stagecoach/core'
import { boolean, number, text } from './input.ts'

/** The same in every action. */
export const commonInputs = {
  'github-token': text({
    description:
      'Token for the API and for git. With a GitHub App token the workflows it causes start by themselves, and rulesets can enforce the gates.',
    default: '${{ github.token }}',
  }),
  'app-slug': text({
    description: 'Slug of the GitHub App when `github-token` is an App token, so that its own comments are found again.',
  }),
  config: text({
    description: 'Path of the configuration. It is read at the tip of the default branch, never from the checkout.',
    default: '.github/stagecoach.yml',
  }),
  'dry-run': boolean({ description: 'Say what would happen, and change nothing.' }),
}

/** Set on every path, also when the step fails. */
export const commonOutputs = {
  outcome: `What happened: ${Object.keys(outcomes)
    .map((word) => `\`${word}\``)
    .join(', ')}.`,
  reason: 'Why: a word of the closed list in docs/reference/outcomes.md, or the code of the error.',
  result: 'The whole answer as one JSON document (`schema: 1`).',
} as const

export type CommonOutput = keyof typeof commonOutputs

/** Only where it decides nothing but who is barred from approving: an act of a person is never taken from another run. */
export const wokenByInput = number({
  description:
    'Number of the run that woke this one by `act: wake`. When the token of that run started this one, and GitHub says that it was the run of the push that made the present tip, who pushed counts as who asked; else nobody knows who did.',
})
