import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseConfig, renderWorkflows, StagecoachError, type Config } from '@stagecoach/core'
import type { Answer } from '../answer.ts'
import { choice, list, text, toggle } from '../frame/flag.ts'
import { defineVerb } from '../frame/verb.ts'
import { chooseStops } from '../init/choose-stops.ts'
import { configPlace } from '../init/config-place.ts'
import { findBranches } from '../init/find-branches.ts'
import { renderConfig } from '../init/render-config.ts'
import { initAnswer } from '../init/init-answer.ts'
import { workflowMode } from '../init/workflow-mode.ts'
import { describePlan, findLeftovers, planFiles, presentTexts, writeFiles } from '../init/write-files.ts'

export const init = defineVerb({
  name: 'init',
  summary: 'Writes the configuration and the workflow files, with a reason on every permission.',
  details: [
    'Environments are those asked for, else those with a branch env/<name>; production comes last, on the default branch.',
    'A configuration that is there is kept, where --config or the workflow files there say that it is, and the workflows follow it.',
    'With --dry-run it shows every file, and how it differs.',
  ].join('\n'),
  arguments: {},
  options: {
    environment: list('--environment <name[=branch]>', 'an environment, in the order of the pipeline'),
    engine: choice('--engine <engine>', 'of the databases (default postgres)', ['postgres', 'embedded', 'none']),
    migrations: text('--migrations <folder>', 'folder of the packages (default db/migrations)'),
    actions: text(
      '--actions <repository@ref>',
      'where the actions come from (default: as in the files there, else stagecoach/stagecoach@v1)',
    ),
    defaultBranch: text('--default-branch <name>', "in place of what origin's HEAD says"),
    app: toggle('--app', 'workflows for a GitHub App, in place of GITHUB_TOKEN; files for one stay so'),
    tokenMode: toggle('--token-mode', 'workflows with GITHUB_TOKEN where those there are for an App'),
    force: toggle('--force', 'overwrite workflow files that `init` wrote and that differ; never the configuration'),
  },
  dryRun: true,
  async run(context, { environment, engine = 'postgres', migrations = 'db/migrations', force, ...given }): Promise<Answer> {
    const checkout = await context.checkout()
    if (checkout.bare) throw new StagecoachError('usage', 'A bare repository has no files.', { hint: 'Run it in a clone.' })
    const branches = await findBranches(checkout)
    const defaultBranch = given.defaultBranch ?? branches.defaultBranch
    const stops = chooseStops(environment, branches.names, defaultBranch)
    const file = await configPlace(context, checkout)
    const own = await planFiles(checkout, { [file]: renderConfig({ stops, engine, migrations }) }, force)
    // The workflows follow the configuration that will stand there.
    const source = own[0]?.action === 'foreign' ? await readFile(join(checkout.folder, file), 'utf8') : (own[0]?.text ?? '')
    const config = parseConfig(source, { file, blob: '0'.repeat(40), defaultBranch })
    const paths = Object.keys(renderWorkflows(config))
    const { actions, app } = workflowMode(given, await presentTexts(checkout, paths))
    const plans = [...own, ...(await planFiles(checkout, renderWorkflows(config, actions, app), force))]
    const missing = config.environments.map((each) => each.branch).filter((branch) => !branches.remote.includes(branch))
    const left = own[0]?.action === 'foreign' ? unheard(environment, config) : []
    const leftovers = await findLeftovers(checkout, paths)
    const { dryRun } = context
    const answer = initAnswer({ plans, missing, unheard: left, leftovers, defaultBranch, config: file, dryRun, app })
    if (dryRun) {
      const shown = await Promise.all(plans.map((plan) => describePlan(checkout, plan)))
      return { ...answer, text: shown.join('\n') }
    }
    for (const plan of plans.filter(({ action }) => action === 'overwritten'))
      context.terminal.progress(await describePlan(checkout, plan))
    await writeFiles(checkout, plans)
    return answer
  },
})

/** Environments asked for that a configuration which stays as it is does not have. */
function unheard(asked: readonly string[], { environments }: Config): string[] {
  const names = asked.map((each) => each.split('=')[0] ?? each)
  return names.filter((name) => !environments.some((each) => each.name === name))
}
