import type { Environment } from '../config/config.ts'
import { explainTrouble } from '../foreign/explain-trouble.ts'
import { gatesOf } from '../init/workflow-text.ts'
import { gateStatuses, statusContextOf } from '../names/status-context.ts'
import type { BranchRules } from '../ports/forge-settings.ts'
import { appMode } from './app-mode.ts'
import type { DoctorFacts } from './doctor-facts.ts'
import { ok, problem, unseen, warning, type DoctorFinding } from './finding.ts'

export const ledgerBranch = 'stagecoach/ledger'
export const rulesets = 'Settings → Rules → Rulesets'

/** Rules on the branches of the environments and on the ledger. */
export function checkBranches(facts: DoctorFacts): DoctorFinding[] {
  return [...facts.config.environments.flatMap((each) => checkBranch(facts, each)), ...checkLedger(facts)]
}

function checkBranch(facts: DoctorFacts, environment: Environment): DoctorFinding[] {
  const { branch, name } = environment
  const check = `branch ${branch}`
  const found = facts.branches[branch]
  if (found?.exists !== true && found?.recorded !== undefined) {
    const { what, mend } = explainTrouble(environment, {
      kind: 'deleted',
      recorded: found.recorded.commit,
      at: found.recorded.at,
    })
    return [problem(check, what, mend.map((each) => each.run).join('\n'))]
  }
  if (found?.exists !== true) {
    const change = `git push origin origin/${facts.defaultBranch}:refs/heads/${branch}`
    return [problem(check, `The branch of ${name} does not exist.`, change)]
  }
  const { rules } = found
  const findings = [
    ...mergeObstacles(check, branch, rules),
    ...history(check, facts, branch, rules),
    ...requiredStatus(check, facts, environment, rules),
    ...statusesOfOthers(check, environment, rules),
    ...otherStatuses(check, facts, rules),
    ...rules.unseen.map((why) => unseen(check, `Not every rule can be seen: ${why}`)),
  ]
  return findings.length === 0 ? [ok(check, 'It exists, and its rules let the gate merge.')] : findings
}

/** What keeps the gate's merge from happening at all. */
function mergeObstacles(check: string, branch: string, rules: BranchRules): DoctorFinding[] {
  const place = `${rulesets} (or Branches) → the rule for ${branch}`
  const methods = rules.mergeMethods
  return [
    ...(rules.linearHistory
      ? [
          problem(
            check,
            'It requires a linear history, which refuses the merge commits of the gate.',
            `${place} → turn off "Require linear history".`,
          ),
        ]
      : []),
    ...(rules.mergeQueue
      ? [problem(check, 'It has a merge queue, which the gate cannot pass.', `${place} → turn off "Require merge queue".`)]
      : []),
    ...(methods !== undefined && !methods.includes('merge')
      ? [
          problem(
            check,
            `Only ${methods.join(' and ')} is allowed there.`,
            `${place} → Require a pull request → allow the merge method "Merge".`,
          ),
        ]
      : []),
    ...(rules.approvals > 0
      ? [
          warning(
            check,
            `GitHub itself asks for ${rules.approvals} approvals: a promotion waits for these and for the gates.`,
            `${place} → required approvals 0, with the gate \`approvals\` in the configuration as the rule.`,
          ),
        ]
      : []),
  ]
}

function history(check: string, facts: DoctorFacts, branch: string, rules: BranchRules): DoctorFinding[] {
  if (rules.unseen.length > 0 || (rules.keepsHistory && (rules.restricted || !appMode(facts.workflows)))) return []
  if (!appMode(facts.workflows)) {
    const why = 'Nothing keeps people from rewinding or deleting it.'
    return [warning(check, why, `${rulesets} → a rule for ${branch} with "Block force pushes" and "Restrict deletions".`)]
  }
  const why = rules.keepsHistory
    ? 'Everybody with write access can push to it and merge there.'
    : 'Nothing keeps people from rewinding or deleting it.'
  const change = `${rulesets} → a rule for ${branch}: "Restrict updates", "Restrict deletions", "Block force pushes", with your App as its only bypass.`
  return [warning(check, why, change)]
}

/** With an App the gate's status can be demanded from that App, also of its own merges; with GITHUB_TOKEN it is advisory. */
function requiredStatus(check: string, facts: DoctorFacts, { name, branch }: Environment, rules: BranchRules): DoctorFinding[] {
  const context = statusContextOf(name)
  const required = rules.requiredStatuses.find((each) => each.context === context)
  const source = appMode(facts.workflows) ? ', with your App as its source' : ''
  const change = `${rulesets} → a rule for ${branch} of its own, without any bypass: "Require status checks to pass" → ${context}${source}.`
  if (required === undefined) {
    if (rules.unseen.length > 0) return []
    const why = `${context} is not required there: a person can merge a promotion whose gates are shut, or what only another environment decided on.`
    return [warning(check, why, change)]
  }
  if (!appMode(facts.workflows) || required.app !== undefined) return []
  return [warning(check, `${context} is required from anyone: whoever may write statuses can set it.`, change)]
}

const isOfGate = (context: string): boolean => `${context}/`.startsWith(gateStatuses)

/** The gate sets a status of its own for each environment, and nothing sets another one on what comes here. */
function statusesOfOthers(check: string, { name, branch }: Environment, rules: BranchRules): DoctorFinding[] {
  return rules.requiredStatuses
    .map(({ context }) => context)
    .filter((context) => isOfGate(context) && context !== statusContextOf(name))
    .map((context) =>
      problem(
        check,
        `It requires ${context}, which nothing sets on a promotion to ${name}: none can be merged.`,
        `${rulesets} (or Branches) → the rule for ${branch} → require ${statusContextOf(name)} in its place.`,
      ),
    )
}

/** A status that nothing reports on a promotion keeps it for ever. */
function otherStatuses(check: string, facts: DoctorFacts, rules: BranchRules): DoctorFinding[] {
  const asked = new Set(
    gatesOf(facts.config).flatMap((gate) => (gate.gate === 'checks' ? gate.checks.map(({ name }) => name) : [])),
  )
  const strange = rules.requiredStatuses.filter(({ context }) => !isOfGate(context) && !asked.has(context))
  if (strange.length === 0) return []
  const names = strange.map(({ context }) => context).join(', ')
  const why = `GitHub requires ${names} there, which no gate asks for. With GITHUB_TOKEN nothing starts them on a promotion.`
  return [warning(check, why, `Add \`- checks: [${names}]\` to the gates, or take the requirement out in ${rulesets}.`)]
}

function checkLedger({ branches, workflows }: DoctorFacts): DoctorFinding[] {
  const check = `branch ${ledgerBranch}`
  const found = branches[ledgerBranch]
  if (found?.exists !== true) return [ok(check, 'There is no ledger yet: the first operation makes it.')]
  const { rules } = found
  if (rules.unseen.length > 0) return rules.unseen.map((why) => unseen(check, `Not every rule can be seen: ${why}`))
  if (rules.keepsHistory && (rules.restricted || !appMode(workflows))) return [ok(check, 'Its history is kept by a rule.')]
  const change = appMode(workflows)
    ? `${rulesets} → a rule for ${ledgerBranch}: "Restrict updates", "Block force pushes", "Restrict deletions", with your App as bypass.`
    : `${rulesets} → a rule for ${ledgerBranch}: "Block force pushes" and "Restrict deletions".`
  return [
    warning(check, 'People with write access can rewrite the record; `stagecoach ledger verify` shows it afterwards.', change),
  ]
}
