import { boolean, choice, commonInputs, commonOutputs, defineAction, list, text, wokenByInput } from '@stagecoach/action-kit'
import { formatPromotionBranch, formatSyncBranch, isName, workflows } from '@stagecoach/core'

export const spec = defineAction({
  id: 'promote-env',
  name: 'Promote environment',
  description:
    "Brings packages into an environment, or production's newer content down: opens or refreshes one validated pull request for each.",
  inputs: {
    ...commonInputs,
    act: choice(['promote', 'release', 'wake'], {
      description:
        '`promote` proposes; `release` asks for the release of what the branch of `environment` holds already, commits of people that no promotion brought, and for its deployment; `wake` starts this workflow on the default branch for the promotion of `branch`. The last two propose nothing.',
      default: 'promote',
    }),
    environment: text({
      description:
        'Environment to promote to. Required, unless `branch` says it; with `sync`, none means every environment before production.',
    }),
    package: list({
      description:
        'Packages to promote; without any, every open promotion of the environment is brought up to date, and with `auto-promote` what the environments before it have verified is proposed.',
    }),
    version: text({ description: 'Version of the one package named; by default its newest build.' }),
    branch: text({
      description:
        'A branch `promote/<environment>/<package>` or `sync/<environment>` to bring up to date, in place of the names.',
    }),
    lane: text({ description: 'Lane of the environment that replaces some of its gates, such as `hotfix`.' }),
    'lane-reason': text({ description: 'Why the lane is taken; recorded. Required with `lane`.' }),
    sync: boolean({
      description:
        "`true` brings what production has and the environment lacks (hotfixes, commits of people on production's branch) by one pull request; packages are not named then.",
    }),
    'woken-by': wokenByInput,
  },
  outputs: {
    ...commonOutputs,
    'pull-request-number': 'Number of the pull request, empty when there is none.',
    head: 'Commit of the promotion that the pull request carries.',
    content: 'Content id the environment will have.',
    'needs-release': '`true` when a release must be built before the gate can pass.',
    releases:
      'JSON list of `{ "environment", "package", "content", "head" }` whose release must be built, for a matrix; a sync has no package, and what nothing waits for no environment.',
  },
  wokenFor(inputs) {
    const { act, version, lane, 'woken-by': run } = inputs
    const branch = branchOf(inputs)
    // A wake chooses neither a version nor a lane: whoever did is not who pushed.
    const asWoken = act === 'promote' && version === undefined && lane === undefined
    return run === undefined || branch === undefined || !asWoken ? undefined : { run, workflow: workflows.promote, branch }
  },
})

function branchOf(inputs: { environment: string | undefined; package: string[]; sync: boolean }): string | undefined {
  const { environment, package: names, sync } = inputs
  const [name] = names
  if (environment === undefined || !isName(environment)) return undefined
  if (sync) return formatSyncBranch({ environment })
  return names.length === 1 && name !== undefined && isName(name)
    ? formatPromotionBranch({ environment, package: name })
    : undefined
}
