import { choice, commonInputs, commonOutputs, defineAction, list, number, text, wokenByInput } from '@stagecoach/action-kit'
import { workflows } from '@stagecoach/core'

export const spec = defineAction({
  id: 'build-package',
  name: 'Build package',
  description: 'Builds a feature branch into an immutable package, or the release of a content, once and for ever.',
  inputs: {
    ...commonInputs,
    act: choice(['package', 'release', 'publish-release', 'wake'], {
      description:
        'What to build: `package` stores a feature as a package; `release` runs the build command in the checked-out folder, in a job without write token or secrets; `publish-release` stores what that job made; `wake` starts this workflow on the default branch for the features, and builds nothing.',
      default: 'package',
    }),
    feature: list({ description: 'Feature branches to build; by default the branch of the run.' }),
    commit: text({ description: 'Commit of the feature to build; by default its tip.' }),
    version: text({ description: 'SemVer of the package; by default the pseudo-version of its commit.' }),
    content: text({ description: 'Content id of the release, as `promote-env` gives it.' }),
    path: text({
      description:
        'Folder of the release: where `release` puts it (by default a fresh one), and where `publish-release` finds it.',
    }),
    environment: text({
      description: 'Environment of the promotion that waits for the release; its gate is started when it is stored.',
    }),
    package: text({ description: 'Package of that promotion.' }),
    'pull-request': number({ description: 'Number of the pull request that waits for the release, in place of these names.' }),
    'woken-by': wokenByInput,
  },
  outputs: {
    ...commonOutputs,
    package: 'Names of the packages that were built or found, one per line.',
    version: 'Their versions, one per line.',
    path: 'Folder that holds the release made by `release`.',
    content: 'Content id of the release.',
  },
  wokenFor({ act, feature, commit, version, 'woken-by': run }) {
    const [branch] = feature
    const asWoken = act === 'package' && feature.length === 1 && commit === undefined && version === undefined
    return run === undefined || branch === undefined || !asWoken ? undefined : { run, workflow: workflows.build, branch }
  },
})
