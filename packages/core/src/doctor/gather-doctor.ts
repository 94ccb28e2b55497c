import { appEnvironment } from '../init/app-mode.ts'
import { recordedTip } from '../foreign/lost-record.ts'
import { gatesOf } from '../init/workflow-text.ts'
import { renderWorkflows } from '../init/workflows.ts'
import type { ForgeSettings } from '../ports/forge-settings.ts'
import type { Room } from '../ports/runtime.ts'
import { readWorld, tipOf, type World } from '../world.ts'
import { ledgerBranch } from './check-branches.ts'
import type { BranchFacts, DoctorFacts, LocalFacts } from './doctor-facts.ts'

/** Reads everything that `doctor` looks at; writes nothing, neither on GitHub nor in the ledger. */
export async function gatherDoctor(room: Room, settings: ForgeSettings, local: LocalFacts): Promise<DoctorFacts> {
  const { host, config, defaultBranch } = room
  const world = await readWorld(room)
  const names = config.environments.map((each) => each.name)
  const branches = [...config.environments.map((each) => each.branch), ledgerBranch]
  const teams = new Set(gatesOf(config).flatMap((gate) => (gate.gate === 'approvals' ? gate.teams : [])))
  const [token, repository, workflowPermissions, protectedTags, variables] = await Promise.all([
    settings.token(),
    settings.repository(),
    settings.workflowPermissions(),
    settings.protectedTags(),
    settings.variables(),
  ])
  return {
    local,
    config,
    defaultBranch,
    login: host.actor.login,
    token,
    repository,
    workflowPermissions,
    protectedTags,
    variables,
    branches: await byKey(branches, async (branch) => ({
      exists: world.refs.has(`refs/heads/${branch}`),
      rules: await settings.branchRules(branch),
      ...recordedAt(room, world, branch),
    })),
    teams: await byKey([...teams], (team) => settings.team(team)),
    secrets: await byKey(['', appEnvironment, ...names], (name) => settings.secrets(name === '' ? undefined : name)),
    githubEnvironments: await byKey([appEnvironment, ...names], (name) => settings.environment(name)),
    workflows: await readWorkflows(room, world),
  }
}

function recordedAt({ config }: Room, { view }: World, branch: string): Pick<BranchFacts, 'recorded'> {
  const environment = config.environments.find((each) => each.branch === branch)
  const recorded = environment === undefined ? undefined : recordedTip(view, environment.name)
  return recorded === undefined ? {} : { recorded: { commit: recorded.commit, at: recorded.at } }
}

async function readWorkflows({ host, config }: Room, world: World): Promise<DoctorFacts['workflows']> {
  const production = config.environments.find((each) => each.production)
  const tip = production === undefined ? undefined : tipOf(world, production)
  return byKey(Object.keys(renderWorkflows(config)), async (path) => {
    const bytes = tip === undefined ? undefined : await host.git.readFile(tip, path)
    return bytes === undefined ? undefined : Buffer.from(bytes).toString('utf8')
  })
}

async function byKey<T>(keys: readonly string[], read: (key: string) => Promise<T>): Promise<Record<string, T>> {
  return Object.fromEntries(await Promise.all(keys.map(async (key) => [key, await read(key)] as const)))
}
