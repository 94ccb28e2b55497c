import { gatesOf } from '../init/workflow-text.ts'
import { appMode } from './app-mode.ts'
import type { DoctorFacts } from './doctor-facts.ts'
import { ok, warning, type DoctorFinding } from './finding.ts'

const check = 'configuration'

/** What stands in the configuration and does less than it seems to. */
export function checkConfiguration({ config, workflows }: Pick<DoctorFacts, 'config' | 'workflows'>): DoctorFinding[] {
  const findings = [...unusedState(config), ...otherDatabases(config), ...(appMode(workflows) ? checksOfAnyone(config) : [])]
  return findings.length === 0 ? [ok(check, 'Everything in it has an effect.')] : findings
}

function unusedState({ database }: DoctorFacts['config']): DoctorFinding[] {
  if (database.state === undefined) return []
  const why = `\`database.state\` names ${database.state}, and nothing brings what lies there into a database.`
  return [warning(check, why, 'Take `state` out of `database` in the configuration, and write migrations.')]
}

/** With GITHUB_TOKEN every gate is advisory against people with write access, and this one is no exception. */
function checksOfAnyone(config: DoctorFacts['config']): DoctorFinding[] {
  const open = gatesOf(config).flatMap((gate) =>
    gate.gate === 'checks' ? gate.checks.filter(({ app }) => app === undefined) : [],
  )
  return [...new Set(open.map(({ name }) => name))].map((name) =>
    warning(
      check,
      `The check ${name} is believed whoever reports it, but for people with a part in the package; everybody with write access can.`,
      `Write { name: ${name}, app: <slug of the GitHub App that reports it> } among the \`checks\` in the configuration.`,
    ),
  )
}

function otherDatabases({ environments }: DoctorFacts['config']): DoctorFinding[] {
  return environments.flatMap(({ name, databases }) => {
    const [main, ...others] = Object.keys(databases)
    if (main === undefined || others.length === 0) return []
    const why = `Migrations of packages run on ${main}, the first database of ${name}, and not on ${others.join(' and ')}.`
    return [warning(check, why, `Put the database that packages migrate first in \`environments.${name}.databases\`.`)]
  })
}
