import type { Environment } from '../config/config.ts'
import type { DesiredPackage } from '../deployment/database-plan.ts'

/** What the databases of an environment lose with a reset. */
export interface Losses {
  databases: { name: string; from: string }[]
  /** Databases that stay as they are: nobody says how they are made anew, and no package migrates them. */
  untouched: string[]
  /** `table public.loyalty_account`: what packages that go, or were taken out before, have made. */
  structures: string[]
}

/** Read from the configuration and from the packages' SQL; no database is asked. References stay names, so no secret is shown. */
export function lossesOf(environment: Environment, gone: readonly DesiredPackage[]): Losses {
  const all = Object.entries(environment.databases)
  const made = gone.flatMap(({ analysis }) =>
    analysis.migrations.flatMap((each) => each.statements.flatMap((one) => one.objects)),
  )
  const structures = made.filter((each) => each.use === 'create').map((each) => `${each.kind} ${each.name}`)
  return {
    databases: all.flatMap(([name, { template, provision }]) => {
      if (provision !== undefined) return [{ name, from: `what \`${provision}\` makes` }]
      return template === undefined ? [] : [{ name, from: `a copy of ${template}` }]
    }),
    untouched: all.flatMap(([name, { template, provision }]) =>
      template === undefined && provision === undefined ? [name] : [],
    ),
    structures: [...new Set(structures)].sort(),
  }
}
