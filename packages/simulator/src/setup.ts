import { ensureEnvironment } from './changes/deploy.ts'
import { createBareRepository } from './git/create-bare.ts'
import type { CreatedRepository, RepositoryOptions, Simulator } from './simulator.ts'
import { botLogin } from './world/account.ts'
import { Repository } from './world/repository.ts'
import type { World } from './world/world.ts'

const plainName = /^[A-Za-z0-9][A-Za-z0-9._-]*$/

function newRepository(world: World, fullName: string, options: RepositoryOptions): Repository {
  const [owner = '', name = '', ...more] = fullName.split('/')
  if (!plainName.test(owner) || !plainName.test(name) || more.length > 0) throw new Error(`Not a repository name: "${fullName}".`)
  if (world.findRepository(owner, name) !== undefined) throw new Error(`There is a repository "${fullName}" already.`)
  if (world.accounts.find(owner) === undefined) world.accounts.add({ login: owner, type: 'Organization' })
  return new Repository({
    id: world.nextId(),
    owner,
    name,
    path: world.repositoryPath(owner, name),
    defaultBranch: options.defaultBranch ?? 'main',
    private: options.private ?? true,
    createdAt: world.clock.iso(),
    settings: {
      allowMergeCommit: options.allowMergeCommit ?? true,
      allowSquashMerge: options.allowSquashMerge ?? true,
      allowRebaseMerge: options.allowRebaseMerge ?? true,
      deleteBranchOnMerge: options.deleteBranchOnMerge ?? false,
      actionsMayCreatePullRequests: options.actionsMayCreatePullRequests ?? true,
      defaultTokenPermissions: options.defaultTokenPermissions ?? 'write',
    },
  })
}

function createRepository(world: World, fullName: string, options: RepositoryOptions): CreatedRepository {
  const repository = newRepository(world, fullName, options)
  for (const [login, role] of Object.entries(options.collaborators ?? {})) {
    repository.collaborators.set(world.accounts.get(login).login, role)
  }
  for (const [slug, role] of Object.entries(options.teams ?? {})) repository.teams.set(slug, role)
  createBareRepository(repository.bare.path, repository.defaultBranch)
  world.repositories.push(repository)
  world.ownAct('setup').record(repository, 'repository', undefined, { private: repository.private, ...repository.settings })
  return { gitUrl: `${world.url}/${fullName}.git`, path: repository.bare.path }
}

function addTeam(world: World, organization: string, slug: string, members: readonly string[]): void {
  const { accounts } = world
  const owner = accounts.get(organization)
  const logins = members.map((login) => accounts.get(login).login)
  for (const login of logins) if (!owner.members.has(login)) owner.members.set(login, 'member')
  const id = world.nextId()
  accounts.teams.push({ id, organization: owner.login, slug, members: new Set(logins), createdAt: world.clock.iso() })
}

function put<V>(map: Map<string, V>, key: string, value: V | undefined): void {
  if (value === undefined) map.delete(key)
  else map.set(key, value)
}

type Setup = Pick<
  Simulator,
  | 'addUser'
  | 'addOrganization'
  | 'addTeam'
  | 'addInstallation'
  | 'createRepository'
  | 'setSecrets'
  | 'setVariables'
  | 'protectBranch'
  | 'protectTags'
  | 'restrictEnvironment'
  | 'authenticatedGitUrl'
>

/** What a test or a demo prepares without going through the API. */
export function createSetup(world: World): Setup {
  const { accounts, tokens } = world
  return {
    addUser(login, facts = {}) {
      accounts.add({ login, type: 'User', ...facts })
      return tokens.issue({ kind: 'user', login })
    },
    addOrganization(login, facts = {}) {
      const organization = accounts.add({ login, type: 'Organization' })
      for (const owner of facts.owners ?? []) organization.members.set(accounts.get(owner).login, 'admin')
    },
    addTeam: (organization, slug, members) => addTeam(world, organization, slug, members),
    addInstallation(repository, slug, permissions) {
      const app = accounts.addApp(slug)
      const { fullName } = world.repository(repository)
      return tokens.issue({ kind: 'app', login: botLogin(app.slug), app: app.slug, repository: fullName, permissions })
    },
    createRepository: (fullName, options = {}) => createRepository(world, fullName, options),
    setSecrets: (repository, secrets, environment = '') =>
      void world.repository(repository).secrets.set(environment, { ...secrets }),
    setVariables: (repository, variables, environment = '') =>
      void world.repository(repository).variables.set(environment, { ...variables }),
    protectBranch(fullName, branch, protection) {
      const repository = world.repository(fullName)
      world.ownAct('setup').record(repository, `protection ${branch}`, repository.protections.get(branch), protection)
      put(repository.protections, branch, protection)
    },
    protectTags: (fullName, pattern, allowed) => put(world.repository(fullName).tagRules, pattern, allowed),
    restrictEnvironment(fullName, environment, branches) {
      const repository = world.repository(fullName)
      const act = world.ownAct('setup')
      ensureEnvironment(act, repository, environment)
      act.record(repository, `branches of environment ${environment}`, repository.environmentBranches.get(environment), branches)
      put(repository.environmentBranches, environment, branches)
    },
    authenticatedGitUrl: (repository, token) => `${world.url.replace('://', `://x-access-token:${token}@`)}/${repository}.git`,
  }
}
