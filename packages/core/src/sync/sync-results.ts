import { formatSyncBranch } from '../names/sync-branch.ts'
import { blocked, type Result } from '../outcome.ts'
import type { Room } from '../ports/runtime.ts'
import type { MergedSubject } from '../promotion/adopt-head.ts'
import type { Refusal } from '../promotion/refusal.ts'
import { describeBrought } from './describe-brought.ts'
import type { SyncProposal } from './publish-sync.ts'
import type { SyncSubject } from './sync-subject.ts'

/** What stays out is said each time: it is owed until someone decides. */
export function leftOut({ plan }: SyncSubject): string[] {
  return plan.leaves.map(({ package: { name, version }, reason }) => `${name} ${version} does not come: ${reason}.`)
}

/** What every result of a sync says of it. */
export function aboutSync({ environment, plan }: Pick<SyncSubject, 'environment' | 'plan'>): {
  environment: string
  packages: string[]
} {
  return { environment: environment.name, packages: [...plan.raise, ...plan.bring].map((each) => each.name) }
}

/** GITHUB_TOKEN cannot push changes of workflow files. */
export function refuseWorkflowFiles(subject: SyncSubject, message: string): Result {
  const { name } = subject.environment
  const advice = [
    `A person with the \`workflow\` scope runs \`stagecoach sync ${name}\` from a terminal and merges the pull request, or a GitHub App with \`workflows: write\` does.`,
  ]
  return blocked('workflow-files', message, { ...aboutSync(subject), advice })
}

/** A branch that someone else wrote to, or migrations in conflict. */
export function refuseMerged({ config }: Room, subject: SyncSubject, merged: MergedSubject): Result | undefined {
  const branch = formatSyncBranch({ environment: subject.environment.name })
  const shas = { head: merged.head }
  if (merged.refused?.kind === 'foreign-change') {
    const paths = merged.refused.paths.join(', ')
    return blocked(
      'foreign-change',
      `The branch '${branch}' carries changes that ${subject.production.environment} does not: ${paths}.`,
      {
        ...aboutSync(subject),
        shas,
        advice: [
          `Put the change into a feature's branch. Then delete the sync's branch, so that it is made again: git push origin :refs/heads/${branch} && stagecoach sync ${subject.environment.name}`,
        ],
      },
    )
  }
  if (merged.refused?.kind === 'unfinished') {
    const message = `The branch '${branch}' holds a commit of a person that does not decide its conflicts: ${merged.refused.why}. It was left as it is.`
    const advice = ['Run `stagecoach resolve` with the number of the pull request: it begins with the right base.']
    return blocked('text-conflict', message, { ...aboutSync(subject), shas, advice })
  }
  const folder = `${config.database.migrations}/`
  const migrations = merged.conflicts.filter((each) => each.path.startsWith(folder)).map((each) => each.path)
  if (migrations.length === 0) return undefined
  return blocked('text-conflict', `Migrations are never merged by text, and these conflict: ${migrations.join(', ')}.`, {
    ...aboutSync(subject),
    shas,
    advice: ['A migrations folder belongs to one package; give the file to one feature only.'],
  })
}

/** What comes runs in production as it is: where it cannot run here, what the environment holds stands in its way. */
export function refuseValidated(
  { environment, plan, production }: Pick<SyncSubject, 'environment' | 'plan' | 'production'>,
  { reason, message, advice }: Refusal,
): Result {
  const { name } = environment
  const here = plan.after.filter((pkg) => ![...plan.raise, ...plan.bring].some((each) => each.digest === pkg.digest))
  const besides = here.map((each) => each.name).join(', ') || 'nothing else'
  const stands = `What comes ran in ${production.environment} as it is. ${name} holds ${besides} beside it: roll back there what stands in its way, or build a version of that which fits production's newer state.`
  const own = reason === 'rehearsal-failed' || reason === 'object-missing' ? [stands] : advice
  return blocked(reason, message, { ...aboutSync({ environment, plan }), advice: own })
}

/** What a dry run says. */
export function describeSync({ subject, merged, operation }: SyncProposal): Result {
  const { environment, production, tip } = subject
  return {
    schema: 1,
    outcome: 'planned',
    reason: merged.conflicts.length > 0 ? 'text-conflict' : 'done',
    message: `Would propose ${describeBrought(subject)} of ${production.environment} to ${environment.name}.`,
    ...aboutSync(subject),
    operation,
    shas: { head: merged.head, tip: tip.oid, content: merged.content },
    advice: leftOut(subject),
  }
}
