import { defaultConfigPath, initCommand } from '../config/config-path.ts'
import { renderWorkflows } from '../init/workflows.ts'
import { actionsOf } from './actions-of.ts'
import { appMode } from './app-mode.ts'
import { configOf } from './config-of.ts'
import type { DoctorFacts } from './doctor-facts.ts'
import { ok, problem, warning, type DoctorFinding } from './finding.ts'

/** Compares the workflow files with what `init` would write for this configuration, with the actions and the mode that they name now. */
export function checkWorkflows({ config, workflows }: Pick<DoctorFacts, 'config' | 'workflows'>): DoctorFinding[] {
  const actions = actionsOf(workflows)
  const app = appMode(workflows)
  const wanted = renderWorkflows(config, actions, app)
  // `init` keeps the place that the files name: the usual one is named only where they name another.
  const moved = config.path === defaultConfigPath && configOf(workflows) !== undefined
  const init = moved ? `stagecoach init --config ${config.path}` : initCommand(config.path)
  const flags = `${app ? ' --app' : ''}${actions === undefined ? '' : ` --actions ${actions.repository}@${actions.ref}`}`
  return Object.entries(wanted).map(([path, text]) => {
    const check = path.split('/').at(-1) ?? path
    const there = workflows[path]
    if (there === undefined)
      return problem(check, `${path} is missing on the default branch: what it would do never happens.`, `${init}${flags}`)
    if (there === text) return ok(check, 'It is as `init` would write it.')
    const own = !there.startsWith('# Written by `stagecoach init`')
    const how = own ? 'It is your own file' : 'It differs from what `init` would write for this configuration'
    const then = own ? '' : ' Look at the difference, then write it with --force in place of --dry-run.'
    return warning(check, `${how}: secrets, rights or events may be missing.${then}`, `${init} --dry-run${flags}`)
  })
}
