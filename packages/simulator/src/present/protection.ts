import type { BranchProtection } from '../simulator.ts'
import type { Repository } from '../world/repository.ts'
import type { World } from '../world/world.ts'
import type { JsonObject } from './json.ts'

function appId(world: World, slug: string | undefined): number | undefined {
  return world.accounts.apps.find((app) => app.slug === slug)?.id
}

function flag(enabled: boolean | undefined): JsonObject {
  return { enabled: enabled === true }
}

function viaPull(protection: BranchProtection): boolean {
  return protection.requirePullRequest === true || (protection.requiredApprovals ?? 0) > 0
}

function presentChecks(world: World, url: string, protection: BranchProtection): JsonObject {
  const required = protection.requiredStatuses ?? []
  if (required.length === 0) return {}
  return {
    required_status_checks: {
      url: `${url}/required_status_checks`,
      strict: protection.strict === true,
      contexts: required.map(({ context }) => context),
      contexts_url: `${url}/required_status_checks/contexts`,
      checks: required.map(({ context, app }) => ({ context, app_id: appId(world, app) ?? null })),
    },
  }
}

function presentReviewRule(url: string, protection: BranchProtection): JsonObject {
  if (!viaPull(protection)) return {}
  return {
    required_pull_request_reviews: {
      url: `${url}/required_pull_request_reviews`,
      dismiss_stale_reviews: protection.dismissStaleReviews === true,
      require_code_owner_reviews: false,
      require_last_push_approval: false,
      required_approving_review_count: protection.requiredApprovals ?? 0,
    },
  }
}

export function presentProtection(
  world: World,
  repository: Repository,
  branch: string,
  protection: BranchProtection,
): JsonObject {
  const url = `${world.url}/repos/${repository.fullName}/branches/${encodeURIComponent(branch)}/protection`
  return {
    url,
    ...presentChecks(world, url, protection),
    ...presentReviewRule(url, protection),
    enforce_admins: { url: `${url}/enforce_admins`, enabled: protection.enforceAdmins === true },
    required_linear_history: flag(false),
    allow_force_pushes: flag(protection.allowForcePushes),
    allow_deletions: flag(protection.allowDeletions),
    block_creations: flag(false),
    required_conversation_resolution: flag(false),
    lock_branch: flag(false),
    allow_fork_syncing: flag(false),
  }
}

/**
 * The same protection in the words of rulesets. On GitHub classic protection is not listed as rules; here one setting stands
 * for both, so that a client may ask either way.
 */
export function presentRules(world: World, repository: Repository, protection: BranchProtection): JsonObject[] {
  const source = { ruleset_source_type: 'Repository', ruleset_source: repository.fullName, ruleset_id: repository.id }
  const required = protection.requiredStatuses ?? []
  return [
    ...(protection.allowDeletions === true ? [] : [{ type: 'deletion', ...source }]),
    ...(protection.allowForcePushes === true ? [] : [{ type: 'non_fast_forward', ...source }]),
    ...(protection.pushAllowances === undefined ? [] : [{ type: 'update', ...source }]),
    ...(viaPull(protection)
      ? [
          {
            type: 'pull_request',
            ...source,
            parameters: {
              required_approving_review_count: protection.requiredApprovals ?? 0,
              dismiss_stale_reviews_on_push: protection.dismissStaleReviews === true,
              require_code_owner_review: false,
              require_last_push_approval: false,
              required_review_thread_resolution: false,
            },
          },
        ]
      : []),
    ...(required.length === 0
      ? []
      : [
          {
            type: 'required_status_checks',
            ...source,
            parameters: {
              strict_required_status_checks_policy: protection.strict === true,
              required_status_checks: required.map(({ context, app }) => {
                const id = appId(world, app)
                return { context, ...(id === undefined ? {} : { integration_id: id }) }
              }),
            },
          },
        ]),
  ]
}
