import type { Analysis, ObjectUse } from '../package/analysis.ts'

/** Objects that both packages touch, at least one of them not only reading. A column meets its own table only when the other touches the table as a whole. */
export function sharedObjects(a: Analysis, b: Analysis): string[] {
  const mine = objectUses(a)
  const theirs = objectUses(b)
  const shared = new Set<string>()
  for (const [name, uses] of mine) {
    const others = theirs.get(name)
    if (others === undefined) continue
    if ([...uses, ...others].some((use) => use !== 'read')) shared.add(name)
  }
  return [...shared].sort()
}

/** Objects that a package makes. */
export function createdObjects(analysis: Analysis): string[] {
  return [...objectUses(analysis)].filter(([, uses]) => uses.has('create')).map(([name]) => name)
}

/** Objects of `needs` that `maker` makes and `needs` itself does not: it cannot go where `maker` is not. */
export function needsOf(needs: Analysis, maker: Analysis): string[] {
  const needed = objectUses(needs)
  return createdObjects(maker).filter((name) => {
    const uses = needed.get(name)
    return uses !== undefined && !uses.has('create')
  })
}

/** Every object a package touches, for finding neighbours. */
export function touchedObjects(analyses: readonly Analysis[]): string[] {
  return [...new Set(analyses.flatMap((analysis) => [...objectUses(analysis).keys()]))].sort()
}

/** Statements that change rows of the given objects. */
export function dataStatements(analysis: Analysis, objects: readonly string[]): string[] {
  return analysis.migrations.flatMap((migration) =>
    migration.statements
      .filter((statement) => statement.findings.some((finding) => finding.compatibility === 'data'))
      .filter((statement) => statement.objects.some((use) => objects.includes(use.name)))
      .map((statement) => `${migration.id}: ${statement.title} (line ${statement.line})`),
  )
}

function objectUses(analysis: Analysis): Map<string, Set<ObjectUse['use']>> {
  const uses = new Map<string, Set<ObjectUse['use']>>()
  for (const { statements } of analysis.migrations) {
    for (const object of statements.flatMap((statement) => statement.objects)) {
      uses.set(object.name, (uses.get(object.name) ?? new Set()).add(object.use))
    }
  }
  return uses
}
