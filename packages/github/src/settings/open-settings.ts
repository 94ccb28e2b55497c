import type { ForgeSettings, RepositoryFacts, TokenFacts, WorkflowPermissions } from '@stagecoach/core'
import { openApi, type Api, type ApiOptions } from '../api.ts'
import { allPages, fullPage } from '../paginate.ts'
import { branchRules } from './branch-rules.ts'
import { protectedTags } from './protected-tags.ts'
import { look, orNotFound } from './seen.ts'

export interface SettingsOptions extends ApiOptions {
  /** Reads team members in place of `token`. */
  teamToken?: string
}

/** Settings by REST, each reading once. Errors: see `classify`. */
export function openSettings({ teamToken, ...options }: SettingsOptions): ForgeSettings {
  const api = openApi(options)
  const teamApi = teamToken === undefined || teamToken === '' ? api : openApi({ ...options, token: teamToken })
  const { client, owner, repo } = api
  return {
    token: () => tokenFacts(api, options.token),
    repository: () => look(api, 'read the repository', () => repositoryFacts(api)),
    branchRules: (branch) => branchRules(api, branch),
    protectedTags: () => look(api, 'read the rulesets', () => protectedTags(api)),
    workflowPermissions: () => look(api, 'read what workflows may do', () => workflowPermissions(api)),
    secrets: (environment) =>
      look(api, 'read the names of secrets', () =>
        environment === undefined ? repositorySecrets(api) : environmentSecrets(api, environment),
      ),
    variables: () => look(api, 'read the names of variables', () => variables(api)),
    environment: (name) =>
      look(api, `read the environment "${name}"`, async () => {
        const found = await orNotFound(() => client.rest.repos.getEnvironment({ owner, repo, environment_name: name }))
        if (found === undefined) return undefined
        return { branches: (found.data.deployment_branch_policy ?? null) === null ? 'any' : 'selected' }
      }),
    team: (slug) => look(teamApi, `read the team "${slug}"`, () => members(teamApi, slug)),
  }
}

// Prefixes: https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/
const kinds: readonly (readonly [prefix: string, kind: TokenFacts['kind']])[] = [
  ['ghp_', 'classic'],
  ['github_pat_', 'fine-grained'],
  ['gho_', 'oauth'],
  ['ghu_', 'oauth'],
  ['ghs_', 'installation'],
]

/** Classic tokens say their scopes in a header of every answer. */
async function tokenFacts(api: Api, token: string): Promise<TokenFacts> {
  const kind = kinds.find(([prefix]) => token.startsWith(prefix))?.[1] ?? 'unknown'
  if (kind !== 'classic') return { kind }
  const { owner, repo } = api
  const { headers } = await api.attempt('read the repository', () => api.client.rest.repos.get({ owner, repo }))
  const named = headers['x-oauth-scopes']
  if (typeof named !== 'string') return { kind }
  return { kind, scopes: named.split(',').map((each) => each.trim()) }
}

async function repositoryFacts({ client, owner, repo }: Api): Promise<RepositoryFacts> {
  const { data } = await client.rest.repos.get({ owner, repo })
  const held = data.permissions
  const role: RepositoryFacts['role'] =
    held?.admin === true
      ? 'admin'
      : held?.maintain === true
        ? 'maintain'
        : held?.push === true
          ? 'write'
          : held?.triage === true
            ? 'triage'
            : held?.pull === true
              ? 'read'
              : 'none'
  const { allow_merge_commit: mergeCommits } = data
  return { private: data.private, role, push: held?.push === true, ...(mergeCommits === undefined ? {} : { mergeCommits }) }
}

async function repositorySecrets({ client, owner, repo }: Api): Promise<string[]> {
  const place = { owner, repo }
  const own = await allPages(client.paginate.iterator(client.rest.actions.listRepoSecrets, { ...place, ...fullPage }))
  const shared = await orNotFound(() =>
    allPages(client.paginate.iterator(client.rest.actions.listRepoOrganizationSecrets, { ...place, ...fullPage })),
  )
  return [...own, ...(shared ?? [])].map(({ name }) => name)
}

async function environmentSecrets({ client, owner, repo }: Api, environment: string): Promise<string[]> {
  const place = { owner, repo, environment_name: environment }
  const found = await orNotFound(() =>
    allPages(client.paginate.iterator(client.rest.actions.listEnvironmentSecrets, { ...place, ...fullPage })),
  )
  return (found ?? []).map(({ name }) => name)
}

async function workflowPermissions({ client, owner, repo }: Api): Promise<WorkflowPermissions> {
  const { data } = await client.rest.actions.getGithubActionsDefaultWorkflowPermissionsRepository({ owner, repo })
  return { default: data.default_workflow_permissions, mayCreatePullRequests: data.can_approve_pull_request_reviews }
}

/** GitHub gives at most 30 variables a page. */
async function variables({ client, owner, repo }: Api): Promise<string[]> {
  const found = client.paginate.iterator(client.rest.actions.listRepoVariables, { owner, repo, per_page: 30 })
  return (await allPages(found)).map(({ name }) => name)
}

async function members({ client, owner }: Api, team: string): Promise<string[]> {
  const about = { org: owner, team_slug: team, ...fullPage }
  return (await allPages(client.paginate.iterator(client.rest.teams.listMembersInOrg, about))).map(({ login }) => login)
}
