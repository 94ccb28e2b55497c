import { appEnvironment, defaultConfigPath, StagecoachError } from '@stagecoach/core'
import type { Answer } from '../answer.ts'
import type { FilePlan } from './write-files.ts'

/** `missing`: branches of environments that origin does not have yet. */
export function initAnswer(
  plans: readonly FilePlan[],
  missing: readonly string[],
  defaultBranch: string,
  dryRun: boolean,
  app: boolean,
): Answer {
  const of = (...actions: FilePlan['action'][]): string[] =>
    plans.filter((plan) => actions.includes(plan.action)).map((plan) => plan.path)
  const changed = of('written', 'overwritten')
  const kept = of('kept')
  const foreign = of('foreign').filter((path) => path !== defaultConfigPath)
  const advice = [
    ...(kept.length === 0
      ? []
      : [`Kept, since they differ: ${kept.join(', ')}. See the difference with --dry-run, overwrite with --force.`]),
    ...(foreign.length === 0
      ? []
      : [`Kept, since \`stagecoach init\` did not write them: ${foreign.join(', ')}. Move one away to have it written.`]),
    ...(changed.length === 0 ? [] : [`Look through them, commit them, and push them to ${defaultBranch}.`]),
    ...missing
      .filter((branch) => branch !== defaultBranch)
      .map((branch) => `git push origin ${defaultBranch}:refs/heads/${branch}`),
    ...(app && changed.length > 0 ? appAdvice(defaultBranch) : []),
  ]
  const data = { files: plans.map(({ path, action }) => ({ path, action })) }
  const message =
    changed.length === 0 ? 'Every file is there already.' : `${dryRun ? 'Would write' : 'Wrote'} ${changed.join(', ')}.`
  const outcome = changed.length === 0 ? 'unchanged' : dryRun ? 'planned' : 'written'
  return { result: { schema: 1, outcome, reason: changed.length === 0 ? 'nothing-to-do' : 'done', message, advice, data } }
}

/** What only a person can do on GitHub; docs/security.md has it with reasons. */
function appAdvice(defaultBranch: string): string[] {
  return [
    `Make the GitHub environment '${appEnvironment}' for ${defaultBranch} only, and put the App's key there as the secret STAGECOACH_APP_KEY; also into the GitHub environments that are deployed to.`,
    'Set the variable STAGECOACH_APP_CLIENT_ID of the repository.',
  ]
}

/** `owner/name@ref` of the actions.
 *  @throws StagecoachError `usage` */
export function readActions(text: string | undefined): { repository: string; ref: string } | undefined {
  if (text === undefined) return undefined
  const [, repository, ref] = /^([A-Za-z0-9][A-Za-z0-9-]*\/[A-Za-z0-9._-]+)@([A-Za-z0-9][A-Za-z0-9._/-]*)$/.exec(text) ?? []
  if (repository !== undefined && ref !== undefined) return { repository, ref }
  throw new StagecoachError('usage', `'${text}' does not name a repository and a ref.`, {
    hint: 'Write --actions stagecoach/stagecoach@v1.',
  })
}
