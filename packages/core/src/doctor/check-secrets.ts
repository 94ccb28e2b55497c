import type { Environment } from '../config/config.ts'
import { appEnvironment } from '../init/app-mode.ts'
import { namesTeams, scratchVariables, variablesOf } from '../init/workflow-text.ts'
import { appMode } from './app-mode.ts'
import type { DoctorFacts } from './doctor-facts.ts'
import { ok, problem, unseen, warning, type DoctorFinding } from './finding.ts'

/** Secrets by name, never by value, and the GitHub environments that keep them. */
export function checkSecrets(facts: DoctorFacts): DoctorFinding[] {
  const { environments } = facts.config
  const app = appMode(facts.workflows)
  const rehearsal = checkRehearsal(facts, app)
  // A secret of the repository serves rehearsals and deployments: one line sets it.
  const told = new Set(app ? [] : rehearsal.map((each) => each.check))
  const names = (each: Environment): DoctorFinding[] => checkNames(facts, each).filter(({ check }) => !told.has(check))
  return [
    ...environments.flatMap((each) => [...checkEnvironment(facts, each.name), ...names(each)]),
    ...rehearsal,
    ...(app ? checkApp(facts) : checkTeamToken(facts)),
    ...checkProduction(facts),
  ]
}

function checkEnvironment({ githubEnvironments, defaultBranch }: DoctorFacts, name: string): DoctorFinding[] {
  const check = `GitHub environment ${name}`
  const seen = githubEnvironments[name]
  const place = 'Settings → Environments'
  if (seen === undefined) return []
  if (!seen.seen) return [unseen(check, `It cannot be seen: ${seen.why}`)]
  if (seen.value === undefined)
    return [
      warning(
        check,
        'There is none yet; GitHub makes one that every branch may use when the deploy workflow first runs.',
        `${place} → New environment → ${name}, deployment branches: ${defaultBranch} only.`,
      ),
    ]
  if (seen.value.branches === 'selected') return [ok(check, 'Only selected branches may use it.')]
  const why = 'Every branch may use it: whoever can push a branch can read its secrets.'
  return [warning(check, why, `${place} → ${name} → Deployment branches and tags → Selected branches → ${defaultBranch}.`)]
}

/** Each name in the repository or in the GitHub environment of the deployment. */
function checkNames(facts: DoctorFacts, environment: Environment): DoctorFinding[] {
  const names = [...new Set(variablesOf([environment]))].sort()
  return names.map((name) => checkName(facts, name, environment.name))
}

function checkName({ secrets }: DoctorFacts, name: string, environment: string): DoctorFinding {
  const check = `secret ${name}`
  const places = [secrets[environment], secrets['']]
  if (places.some((each) => each?.seen === true && each.value.includes(name))) return ok(check, `${environment} has it.`)
  const hidden = places.flatMap((each) => (each === undefined || each.seen ? [] : [each.why]))
  const change = `gh secret set ${name} --env ${environment}`
  if (hidden.length > 0) return unseen(check, `Whether ${environment} has it cannot be seen: ${hidden[0] ?? ''}`, change)
  return problem(check, `${environment} needs it, and neither its GitHub environment nor the repository has it.`, change)
}

/** Scratch databases are made by the promote workflow, which runs in no environment of a deployment. */
function checkRehearsal({ config, secrets }: DoctorFacts, app: boolean): DoctorFinding[] {
  const place = app ? appEnvironment : ''
  const seen = secrets[place]
  const names = [...new Set(scratchVariables(config.environments))].sort()
  if (seen?.seen !== true) return []
  const where = app ? ` --env ${appEnvironment}` : ''
  const lacking = app ? `the GitHub environment ${appEnvironment} does not have it` : 'the repository does not have it'
  return names
    .filter((name) => !seen.value.includes(name))
    .map((name) =>
      problem(
        `secret ${name}`,
        `Rehearsals need it, and ${lacking}: the promote workflow would not find it.`,
        `gh secret set ${name}${where}`,
      ),
    )
}

function checkTeamToken({ config, secrets }: DoctorFacts): DoctorFinding[] {
  const name = 'STAGECOACH_TEAM_TOKEN'
  const seen = secrets['']
  if (!namesTeams({ config }) || seen?.seen !== true) return []
  if (seen.value.includes(name)) return [ok(`secret ${name}`, 'The gates can read the teams that they name.')]
  const why =
    'Gates name teams, which GITHUB_TOKEN cannot read: give them a token with the organisation permission `members: read` and nothing else.'
  return [problem(`secret ${name}`, why, `gh secret set ${name}`)]
}

function checkApp(facts: DoctorFacts): DoctorFinding[] {
  const { secrets, variables, config } = facts
  const name = 'STAGECOACH_APP_KEY'
  const places = [appEnvironment, ...config.environments.map((each) => each.name)]
  const keys = places.map((place): DoctorFinding => {
    const seen = secrets[place]
    const check = `secret ${name} in ${place}`
    const change = `gh secret set ${name} --env ${place}`
    if (seen?.seen !== true) return unseen(check, 'Whether it is there cannot be seen.', change)
    return seen.value.includes(name)
      ? ok(check, 'It is there.')
      : problem(check, 'The jobs of this environment have no key of the App.', change)
  })
  const open = secrets['']?.seen === true && secrets[''].value.includes(name)
  const leaked = 'The key lies in the repository itself, where a workflow of any branch can read it.'
  return [
    ...keys,
    ...(open ? [problem(`secret ${name}`, leaked, `gh secret delete ${name}`)] : []),
    ...checkEnvironment(facts, appEnvironment),
    ...checkClientId(variables),
  ]
}

function checkClientId(variables: DoctorFacts['variables']): DoctorFinding[] {
  const name = 'STAGECOACH_APP_CLIENT_ID'
  const check = `variable ${name}`
  const change = `gh variable set ${name}`
  if (!variables.seen) return [unseen(check, `Variables cannot be seen: ${variables.why}`, change)]
  return [
    variables.value.includes(name) ? ok(check, 'It is there.') : problem(check, 'The workflows find no App without it.', change),
  ]
}

/** Secrets of the repository reach the workflows of every branch. */
function checkProduction({ config, secrets }: DoctorFacts): DoctorFinding[] {
  const production = config.environments.find((each) => each.production)
  const others = new Set(variablesOf(config.environments.filter((each) => !each.production)))
  const own = production === undefined ? [] : variablesOf([production]).filter((name) => !others.has(name))
  const seen = secrets['']
  if (seen?.seen !== true) return []
  return [...new Set(own)]
    .filter((name) => seen.value.includes(name))
    .map((name) =>
      warning(
        `secret ${name}`,
        'A secret of production lies in the repository itself: a workflow that somebody pushes to any branch can read it.',
        `gh secret set ${name} --env ${production?.name ?? ''} && gh secret delete ${name}`,
      ),
    )
}
