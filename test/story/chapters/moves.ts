import { join } from 'node:path'
import { featuresFolder } from '../features/read-feature.ts'
import type { EnvironmentName } from '../stage/databases.ts'
import type { Login } from '../stage/people.ts'
import type { PullRequestView } from '../stage/rest-person.ts'
import type { Stage } from '../stage/stage.ts'

/** Asks for a promotion the way a person does: the promote workflow, started by hand. */
export async function askForPromotion(
  stage: Stage,
  login: Login,
  environment: EnvironmentName,
  name: string,
): Promise<PullRequestView | undefined> {
  stage.say(`${login} asks for ${name} in ${environment}`)
  await stage.rest(login).dispatch('stagecoach-promote.yml', { environment, package: name })
  await stage.settle()
  return stage.promotion(environment, name)
}

/** Reviews of people, each followed by whatever it wakes. */
export async function approve(stage: Stage, environment: EnvironmentName, name: string, logins: readonly Login[]): Promise<void> {
  for (const login of logins) {
    const pull = await stage.promotion(environment, name)
    if (pull === undefined) throw new Error(`No promotion of ${name} to ${environment} is open for ${login} to approve.`)
    stage.say(`${login} approves #${pull.number} (${name} to ${environment})`)
    await stage.rest(login).review(pull.number, 'APPROVE')
    await stage.settle()
  }
}

/** A review of the open pull request of any branch, such as `sync/qa`. */
export async function approveBranch(stage: Stage, login: Login, branch: string): Promise<void> {
  const open = await stage.rest('maya').pullRequests('state=open')
  const pull = open.find((each) => each.head.ref === branch)
  if (pull === undefined) throw new Error(`No pull request of ${branch} is open for ${login} to approve.`)
  stage.say(`${login} approves #${pull.number} (${pull.title})`)
  await stage.rest(login).review(pull.number, 'APPROVE')
  await stage.settle()
}

/** A person decides what a line says that both sides changed, and pushes it from a terminal. */
export async function resolve(stage: Stage, login: Login, environment: EnvironmentName, name: string): Promise<void> {
  const pull = await stage.promotion(environment, name)
  if (pull === undefined) throw new Error(`The conflicting promotion of ${name} has no pull request.`)
  stage.say(`#${pull.number} is ${pull.draft ? 'a draft' : 'open'}; ${login} runs stagecoach resolve`)
  const resolved = join(featuresFolder, 'search/resolution/src/product-page.js')
  const result = await stage.cli(login, ['resolve', String(pull.number), '--take', `${resolved}=src/product-page.js`])
  if (result.code !== 0) throw new Error(`stagecoach resolve ended ${result.code}: ${result.stderr}`)
  await stage.settle()
}

/** The team's own checks on a promotion branch. Pushes by GITHUB_TOKEN start no workflow, so a person starts them. */
export async function startChecks(stage: Stage, login: Login, environment: EnvironmentName, name: string): Promise<void> {
  stage.say(`${login} starts ci on the promotion of ${name} to ${environment}`)
  await stage.rest(login).dispatch('ci.yml', {}, `promote/${environment}/${name}`)
  await stage.settle()
}

export async function act(stage: Stage, login: Login, inputs: Readonly<Record<string, string>>): Promise<void> {
  stage.say(`${login}: ${inputs['act']} ${inputs['package'] ?? ''} (${inputs['reason']})`)
  await stage.rest(login).dispatch('stagecoach-gate.yml', inputs)
  await stage.settle()
}

/** From integration to qa with one approval. */
export async function bringToQa(stage: Stage, name: string, approver: Login = 'dora'): Promise<void> {
  await askForPromotion(stage, 'maya', 'qa', name)
  await approve(stage, 'qa', name, [approver])
}

/** From qa to production: an hour's soak, checks, and two of the dba team. */
export async function bringToProduction(stage: Stage, name: string): Promise<void> {
  stage.advance('61m')
  await askForPromotion(stage, 'maya', 'production', name)
  await Promise.all([startChecks(stage, 'maya', 'production', name), approve(stage, 'production', name, ['dora'])])
  await approve(stage, 'production', name, ['dirk'])
}

/** The same of loyalty, whose view of customers takes the place of an older one: while it waits for that, a person has seen it. */
export async function bringLoyaltyToProduction(stage: Stage): Promise<void> {
  const about = { environment: 'production', package: 'loyalty' } as const
  await bringToProduction(stage, about.package)
  if ((await stage.promotion(about.environment, about.package)) === undefined) return
  await act(stage, 'dora', { act: 'acknowledge', ...about, reason: 'the overview of customers only gets a column more' })
}
