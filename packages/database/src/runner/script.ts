import { sha256, StagecoachError, type Digest, type MigrationStep, type StatementAnalysis } from '@stagecoach/core'

/** A migration or undo script, ready to run. */
export interface Script {
  direction: 'apply' | 'undo'
  package: string
  migration: string
  /** Path in the package, for messages. */
  file: string
  checksum: Digest
  transactional: boolean
  statements: readonly StatementAnalysis[]
}

/** The apply script of a step: the package's bytes, cut as the analysis says. Errors: `analysis-stale` when they do not belong together. */
export function applyScript(step: MigrationStep): Script {
  const { manifest, files } = step.pkg
  const reference = manifest.migrations.find((each) => each.id === step.migration)
  const analysis = step.analysis.migrations.find((each) => each.id === step.migration)
  const bytes = reference === undefined ? undefined : files.get(reference.file)
  if (reference === undefined || analysis === undefined || bytes === undefined) throw stale(step, 'one of them does not have it')
  if (sha256(bytes) !== analysis.checksum) throw stale(step, 'its bytes differ')
  for (const { offset, length, sql } of analysis.statements) {
    if (Buffer.from(bytes).toString('utf8', offset, offset + length) !== sql) throw stale(step, 'a statement differs')
  }
  return {
    direction: 'apply',
    package: manifest.name,
    migration: step.migration,
    file: reference.file,
    checksum: analysis.checksum,
    transactional: analysis.transactional,
    statements: analysis.statements,
  }
}

function stale(step: MigrationStep, why: string): StagecoachError {
  return new StagecoachError(
    'analysis-stale',
    `Package "${step.pkg.manifest.name}" and its analysis do not agree on migration "${step.migration}": ${why}.`,
    { hint: 'Analyse the package again; analyses are a cache and may be deleted.' },
  )
}

/** CREATE INDEX CONCURRENTLY, VACUUM and the like refuse to run inside a transaction. */
export function needsNoTransaction(statement: StatementAnalysis): boolean {
  return statement.findings.some((finding) => finding.lock === 'non-transactional')
}
