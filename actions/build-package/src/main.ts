import type { Ending, Runtime } from '@stagecoach/action-kit'
import { buildPackages, wakeBuilds } from './build-packages.ts'
import { makeRelease, storeRelease } from './release.ts'
import type { spec } from './spec.ts'

export function main(runtime: Runtime<typeof spec>): Promise<Ending<typeof spec>> {
  switch (runtime.inputs.act) {
    case 'package':
      return buildPackages(runtime)
    case 'release':
      return makeRelease(runtime)
    case 'publish-release':
      return storeRelease(runtime)
    case 'wake':
      return wakeBuilds(runtime)
  }
}
