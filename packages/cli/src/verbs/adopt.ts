import { adopt, describePlan, planAdoption } from '@stagecoach/core'
import type { Answer } from '../answer.ts'
import { planData } from '../adopt/plan-data.ts'
import { readLists } from '../adopt/read-lists.ts'
import { renderPlan } from '../adopt/render-plan.ts'
import { list, text, toggle } from '../frame/flag.ts'
import { defineVerb } from '../frame/verb.ts'

export const adoptVerb = defineVerb({
  name: 'adopt',
  summary: 'Starts on a living product: records what branches and databases hold, and what another migration tool has applied.',
  details: [
    'Reads the tables of flyway, dbmate, sqitch, Rails and Prisma, compares environments, and holds each database against scratch copies.',
    'Shows the plan and changes nothing; with --yes it records the plan in the ledger and in each database. Other tools’ tables are only read.',
    'Needs the environment variables that hold the URLs of the databases. Exit code 3 when something must be settled first.',
  ].join('\n'),
  arguments: { environments: { kind: 'many', description: 'environments to adopt; by default all' } },
  options: {
    yes: toggle('--yes', 'record what is found'),
    plan: text('--plan <id>', 'with --yes: only if what is found is still this plan'),
    list: list('--list <[environment=]file>', 'applied migrations, a path in the repository on each line'),
    dump: text('--dump <path>', 'a schema dump in the repository to compare with'),
    reason: text('--reason <text>', 'why an environment is taken again; it stands in the ledger'),
  },
  dryRun: true,
  async run(context, { environments, yes, plan: seen, list: files, dump, reason }): Promise<Answer> {
    const lists = await readLists(context.surroundings.cwd, files)
    const { room } = await context.room()
    const request = { environments, lists, ...(dump === undefined ? {} : { dump }) }
    const { plan, world } = await planAdoption(room, request)
    const data = planData(plan)
    const shown = renderPlan(plan, context.terminal)
    if (!yes || context.dryRun) {
      const result = describePlan(plan)
      const advice =
        result.outcome === 'planned' ? [`Run it again with --yes --plan ${plan.id.slice(0, 12)} to record this.`] : []
      const all = { ...result, data, advice: [...(result.advice ?? []), ...advice] }
      return { result: all, text: [shown, result.message, ...all.advice.map((line) => `→ ${line}`)].join('\n') }
    }
    const confirmation = { ...(seen === undefined ? {} : { plan: seen }), ...(reason === undefined ? {} : { reason }) }
    const { result } = await adopt(room, world, plan, confirmation)
    const outcome = result.outcome === 'recorded' ? 'adopted' : result.outcome
    const advice = result.advice ?? []
    return {
      result: { ...result, outcome, data },
      text: [shown, result.message, ...advice.map((line) => `→ ${line}`)].join('\n'),
    }
  },
})
