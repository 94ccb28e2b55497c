import type { DesiredPackage } from '../deployment/database-plan.ts'
import type { CatalogDelta, Databases, JudgedObjects, ObjectChange, ObjectDefinition } from '../ports/database.ts'

/** What becomes of the programmable objects, and every relation that runs code when it is read: of this set and of the packages. */
export async function judgeObjects(
  databases: Pick<Databases, 'judgeObjects'>,
  sets: Record<'before' | 'after', readonly ObjectDefinition[]>,
  packages: readonly DesiredPackage[],
  delta: CatalogDelta | 'not-comparable',
): Promise<JudgedObjects> {
  const made = packages.flatMap(({ analysis }) => analysis.migrations.flatMap((migration) => migration.reaching ?? []))
  const { changes, reaching } = await databases.judgeObjects({ ...sets, reaching: made })
  return { changes: changes.map((change) => withTakenName(change, delta)), reaching: [...made, ...reaching] }
}

/** A definition takes the place of whatever has its name, also of what a migration or somebody's hand made. Only a rehearsal sees that. */
export function withTakenName(change: ObjectChange, delta: CatalogDelta | 'not-comparable'): ObjectChange {
  if (change.change !== 'made') return change
  if (delta !== 'not-comparable' && !wasThere(change.name, delta)) return change
  const message =
    delta === 'not-comparable'
      ? `No copy of the database was there to see whether ${change.name} takes the place of something.`
      : `${change.name} takes the place of what is there; the release before may get something else from it.`
  const finding = { rule: 'replace-object', compatibility: 'behavioural', lock: 'brief', message } as const
  return { ...change, findings: [...change.findings, finding] }
}

/** Keys are `view public.v` and `routine public.f(amount numeric)`: types stand there with the names of arguments, so any signature counts. */
function wasThere(name: string, delta: CatalogDelta): boolean {
  const [bare = name] = name.split('(')
  const isRoutine = bare !== name
  return Object.entries(delta).some(([key, { before }]) => {
    const named = key.replace(/^(materialized view|view|routine|trigger) /, '')
    return before !== undefined && (isRoutine ? named.startsWith(`${bare}(`) : named === name)
  })
}
