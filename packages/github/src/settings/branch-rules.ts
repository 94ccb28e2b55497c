import type { BranchRules, Seen } from '@stagecoach/core'
import type { Api } from '../api.ts'
import { look, orNotFound } from './seen.ts'

export const noRules: BranchRules = {
  linearHistory: false,
  mergeQueue: false,
  keepsHistory: false,
  restricted: false,
  approvals: 0,
  requiredStatuses: [],
  unseen: [],
}

/** Anyone who reads the repository sees the rules of its rulesets; classic protection wants an administrator, but that there is some is said to everybody. */
export async function branchRules(api: Api, branch: string): Promise<BranchRules> {
  const { client, owner, repo } = api
  const place = { owner, repo, branch }
  const found = await look(api, `read the branch "${branch}"`, () => orNotFound(() => client.rest.repos.getBranch(place)))
  if (found.seen && found.value?.data.protected !== true) return noRules
  const rules = await look(api, `read the rules of "${branch}"`, async () => (await client.rest.repos.getBranchRules(place)).data)
  const classic = await look(api, `read the protection of "${branch}"`, () => readClassic(api, branch))
  return [fromRulesets(rules), fromClassic(classic, rules)].reduce(together)
}

type Rule = Awaited<ReturnType<Api['client']['rest']['repos']['getBranchRules']>>['data'][number]

function fromRulesets(rules: Seen<Rule[]>): BranchRules {
  if (!rules.seen) return { ...noRules, unseen: [rules.why] }
  const types = new Set<string>(rules.value.map((rule) => rule.type))
  const pulls = rules.value.flatMap((rule) => (rule.type === 'pull_request' ? (rule.parameters ?? []) : []))
  const methods = pulls.find((each) => each.allowed_merge_methods !== undefined)?.allowed_merge_methods
  return {
    linearHistory: types.has('required_linear_history'),
    mergeQueue: types.has('merge_queue'),
    keepsHistory: types.has('non_fast_forward') && types.has('deletion'),
    restricted: types.has('update'),
    approvals: Math.max(0, ...pulls.map((each) => each.required_approving_review_count)),
    ...(methods === undefined ? {} : { mergeMethods: [...methods] }),
    requiredStatuses: rules.value.flatMap((rule) =>
      rule.type === 'required_status_checks'
        ? (rule.parameters?.required_status_checks ?? []).map(({ context, integration_id: app }) => ({
            context,
            ...(app === undefined ? {} : { app }),
          }))
        : [],
    ),
    unseen: [],
  }
}

type Classic = Awaited<ReturnType<Api['client']['rest']['repos']['getBranchProtection']>>['data']

/** 404 "Branch not protected" is an administrator's answer that there is none. */
async function readClassic(api: Api, branch: string): Promise<Classic | undefined> {
  const { client, owner, repo } = api
  try {
    return (await client.rest.repos.getBranchProtection({ owner, repo, branch })).data
  } catch (error) {
    if (error instanceof Error && /branch not protected/i.test(error.message)) return undefined
    throw error
  }
}

function fromClassic(classic: Seen<Classic | undefined>, rules: Seen<Rule[]>): BranchRules {
  // Rules explain why the branch counts as protected; classic protection beside them would not be seen.
  if (!classic.seen) return rules.seen && rules.value.length > 0 ? noRules : { ...noRules, unseen: [classic.why] }
  if (classic.value === undefined) return noRules
  const { value } = classic
  const checks = value.required_status_checks?.checks ?? []
  return {
    linearHistory: value.required_linear_history?.enabled === true,
    mergeQueue: false,
    keepsHistory: value.allow_force_pushes?.enabled !== true && value.allow_deletions?.enabled !== true,
    restricted: value.restrictions !== undefined,
    approvals: value.required_pull_request_reviews?.required_approving_review_count ?? 0,
    // -1 is how older protections write "any source".
    requiredStatuses: checks.map(({ context, app_id: app }) => ({
      context,
      ...(app === null || app === undefined || app < 0 ? {} : { app }),
    })),
    unseen: [],
  }
}

function together(a: BranchRules, b: BranchRules): BranchRules {
  const methods = a.mergeMethods ?? b.mergeMethods
  const statuses = [...a.requiredStatuses, ...b.requiredStatuses]
  return {
    linearHistory: a.linearHistory || b.linearHistory,
    mergeQueue: a.mergeQueue || b.mergeQueue,
    keepsHistory: a.keepsHistory || b.keepsHistory,
    restricted: a.restricted || b.restricted,
    approvals: Math.max(a.approvals, b.approvals),
    ...(methods === undefined ? {} : { mergeMethods: methods }),
    requiredStatuses: statuses.filter(
      (each, index) => statuses.findIndex((other) => other.context === each.context && other.app === each.app) === index,
    ),
    unseen: [...a.unseen, ...b.unseen],
  }
}
