import type { AdoptionPlan, PlannedEnvironment } from '@stagecoach/core'

/** The plan as `--json` shows it: everything but the catalogs themselves. */
export function planData({ id, environments, differences }: AdoptionPlan): unknown {
  return { plan: id, environments: environments.map(environmentData), differences }
}

function environmentData({ observed, state, proofs, unknown }: PlannedEnvironment): unknown {
  const { environment, tip, production, databases } = observed
  return {
    name: environment.name,
    branch: environment.branch,
    commit: tip,
    content: observed.state.content,
    ...(production === undefined ? {} : { production }),
    state,
    databases: databases.map(({ catalog, ...database }) => ({ ...database, objects: Object.keys(catalog.objects).length })),
    proofs,
    unknown,
  }
}
