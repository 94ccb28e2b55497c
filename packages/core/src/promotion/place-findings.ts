import type { DatabasePlan, DesiredPackage } from '../deployment/database-plan.ts'
import type { PlacedFinding } from '../gate/facts.ts'
import type { Finding, StatementAnalysis } from '../package/analysis.ts'
import type { JudgedObjects } from '../ports/database.ts'

/** What rules found in everything that will run, each with its place: migrations first, then programmable objects. */
export function placeFindings(
  plan: Pick<DatabasePlan, 'apply'>,
  desired: readonly DesiredPackage[],
  { changes, reaching }: JudgedObjects,
): PlacedFinding[] {
  const migrated = plan.apply.flatMap((step) => {
    const analysis = desired.find((each) => each.pkg.manifest.name === step.package)?.analysis
    const migration = analysis?.migrations.find((each) => each.id === step.migration)
    return (migration?.statements ?? []).flatMap((statement) =>
      [...statement.findings, ...reached(statement, reaching)].map((finding): PlacedFinding => {
        const { line, title } = statement
        return { package: step.package, migration: step.migration, line, title, finding }
      }),
    )
  })
  const defined = changes.flatMap(({ path, line, title, findings }) =>
    findings.map((finding): PlacedFinding => ({ path, line, title, finding })),
  )
  return [...migrated, ...defined]
}

/** A statement that reads what somebody else's view computes runs that view's functions: its own text does not show it. */
function reached({ findings, objects }: StatementAnalysis, reaching: readonly string[]): Finding[] {
  if (findings.some((finding) => finding.compatibility === 'unknown')) return []
  const touched = objects.filter(({ name, use }) => use === 'read' && reaching.includes(name))
  if (touched.length === 0) return []
  const names = [...new Set(touched.map(({ name }) => name))].join(', ')
  const message = `It reads ${names}, which runs functions whose effects cannot be read from here.`
  return [{ rule: 'unknown', compatibility: 'unknown', lock: 'none', message }]
}
