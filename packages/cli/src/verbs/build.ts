import { buildPackage, StagecoachError } from '@stagecoach/core'
import type { Checkout } from '../remote/checkout.ts'
import { text } from '../frame/flag.ts'
import { defineVerb } from '../frame/verb.ts'

export const build = defineVerb({
  name: 'build',
  summary: 'Builds a pushed feature into an immutable package, once.',
  details: 'Reads the branch as it is on the remote, not your working tree. A source that is stored already is adopted.',
  arguments: { feature: { kind: 'maybe', description: 'branch of the feature; by default the one checked out' } },
  options: {
    commit: text('--commit <oid>', 'a commit of it, in place of its tip'),
    packageVersion: text('--package-version <semver>', 'in place of the pseudo-version of the commit'),
  },
  dryRun: true,
  async run(context, { feature, commit, packageVersion }) {
    const branch = feature ?? (commit === undefined ? await currentBranch(await context.checkout()) : undefined)
    const { room } = await context.room()
    const source = { ...(branch === undefined ? {} : { feature: branch }), ...(commit === undefined ? {} : { commit }) }
    const version = packageVersion === undefined ? {} : { version: packageVersion }
    return { result: await buildPackage(room, { ...source, ...version, dryRun: context.dryRun }) }
  },
})

async function currentBranch({ git }: Checkout): Promise<string> {
  const answer = await git(['symbolic-ref', '--quiet', '--short', 'HEAD'])
  if (answer.code === 0) return answer.stdout.trimEnd()
  throw new StagecoachError('usage', 'No branch is checked out.', { hint: 'Name the branch of the feature.' })
}
