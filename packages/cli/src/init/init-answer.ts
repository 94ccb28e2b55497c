import { appEnvironment, StagecoachError } from '@stagecoach/core'
import type { Answer } from '../answer.ts'
import type { FilePlan } from './write-files.ts'

export interface InitFacts {
  plans: readonly FilePlan[]
  /** Branches of environments that origin does not have yet. */
  missing: readonly string[]
  /** Environments asked for that the configuration there does not have. */
  unheard: readonly string[]
  /** Workflow files of an earlier `init` that it would not write now. */
  leftovers: readonly string[]
  defaultBranch: string
  /** Path of the configuration. */
  config: string
  dryRun: boolean
  app: boolean
}

export function initAnswer({ plans, missing, unheard, leftovers, defaultBranch, config, dryRun, app }: InitFacts): Answer {
  const of = (...actions: FilePlan['action'][]): string[] =>
    plans.filter((plan) => actions.includes(plan.action)).map((plan) => plan.path)
  const changed = of('written', 'overwritten')
  const kept = of('kept')
  const foreign = of('foreign').filter((path) => path !== config)
  const advice = [
    ...(unheard.length === 0
      ? []
      : [
          `${config} is there and stays as it is, without ${unheard.join(', ')}: write the environment into it, then \`stagecoach init --force\` has the workflows follow.`,
        ]),
    ...(kept.length === 0
      ? []
      : [`Kept, since they differ: ${kept.join(', ')}. See the difference with --dry-run, overwrite with --force.`]),
    ...(foreign.length === 0
      ? []
      : [`Kept, since \`stagecoach init\` did not write them: ${foreign.join(', ')}. Move one away to have it written.`]),
    ...(leftovers.length === 0
      ? []
      : [
          `Left from before, and not written any more: ${leftovers.join(', ')}. Delete what you did not make your own: such a workflow still runs.`,
        ]),
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
