import type { StatementAnalysis } from '@stagecoach/core'
import { namingIn } from '../sql/names.ts'
import type { Parser } from '../sql/parser.ts'
import type { SqlFile } from '../sql/sql-file.ts'
import { judge } from './judge.ts'
import { learnStatement } from './learn-statement.ts'
import { objectUses } from './object-uses.ts'
import type { PackageScope } from './package-scope.ts'
import { statementTitle } from './title.ts'
import { statementLosses } from './script-losses.ts'

/** Judges the statements of one file in order; `scope` knows what earlier files of the package made and learns from this one. */
export function analyseStatements(
  parser: Parser,
  file: { directives: Pick<SqlFile['directives'], 'allow'>; statements: SqlFile['statements'] },
  scope: PackageScope,
): StatementAnalysis[] {
  // Each migration starts with the default search path again.
  scope.defaultSchema = 'public'
  return file.statements.map(({ offset, length, line, sql, node }, index) => {
    const context = { scope, name: namingIn(scope.defaultSchema) }
    const objects = objectUses(node, context)
    const findings = judge(node, objects, context).map((verdict) => {
      const allowed = file.directives.allow.get(verdict.rule)
      return { ...verdict, ...(allowed !== undefined && { allowed }) }
    })
    const loses = statementLosses(node, context.name)
    learnStatement(node, objects, context)
    const title = statementTitle(parser, sql, node)
    return { index, offset, length, line, sql, title, findings, objects, ...(loses.length === 0 ? {} : { loses }) }
  })
}
