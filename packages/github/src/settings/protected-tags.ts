import type { TagRule } from '@stagecoach/core'
import type { Api } from '../api.ts'
import { allPages, fullPage } from '../paginate.ts'

/** Active rulesets that restrict both moving and deleting of tags. */
export async function protectedTags(api: Api): Promise<TagRule[]> {
  const { client, owner, repo } = api
  const rulesets = await allPages(client.paginate.iterator(client.rest.repos.getRepoRulesets, { owner, repo, ...fullPage }))
  const active = rulesets.filter(({ target, enforcement }) => target === 'tag' && enforcement === 'active')
  const rules: TagRule[] = []
  for (const { id } of active) {
    const { data } = await client.rest.repos.getRepoRuleset({ owner, repo, ruleset_id: id })
    const types = new Set<string>((data.rules ?? []).map((rule) => rule.type))
    const names =
      data.conditions !== undefined && data.conditions !== null && 'ref_name' in data.conditions
        ? data.conditions.ref_name
        : undefined
    if (types.has('deletion') && types.has('update')) rules.push({ include: names?.include ?? [], exclude: names?.exclude ?? [] })
  }
  return rules
}
