import { sha256, StagecoachErrors, type ObjectDefinition, type ObjectFile, type Problem } from '@stagecoach/core'
import type { Node } from 'libpg-query'
import { inputTypes } from '../analysis/created-uses.ts'
import { namingIn } from '../sql/names.ts'
import { normalisedText } from '../sql/normalised-text.ts'
import type { Parser } from '../sql/parser.ts'
import { readSqlFile, type ParsedStatement, type SqlFile } from '../sql/sql-file.ts'
import { COMPANION } from './object-statements.ts'

/** A definition with the parse trees its dependencies are read from. */
export interface ParsedDefinition extends Omit<ObjectDefinition, 'dependsOn'> {
  statements: ParsedStatement[]
}

/** One definition for each CREATE in each file; COMMENT, GRANT and the like belong to the CREATE above them. Errors: `sql-syntax`. */
export function parseDefinitions(parser: Parser, files: readonly ObjectFile[]): ParsedDefinition[] {
  const problems: Problem[] = []
  const definitions = files.flatMap((each): ParsedDefinition[] => {
    const file = readSqlFile(parser, each.path, Buffer.from(each.sql, 'utf8'))
    if (Array.isArray(file)) {
      problems.push(...file)
      return []
    }
    return definitionsOf(parser, file, problems)
  })
  problems.push(...twice(definitions))
  if (problems.length > 0) throw new StagecoachErrors('sql-syntax', 'These object files cannot be used:', problems)
  return definitions
}

function definitionsOf(parser: Parser, file: SqlFile, problems: Problem[]): ParsedDefinition[] {
  const definitions: ParsedDefinition[] = []
  for (const statement of file.statements) {
    const identity = definedObject(statement.node)
    const last = definitions.at(-1)
    if (identity !== undefined) {
      definitions.push({
        ...identity,
        path: file.path,
        line: statement.line,
        sql: statement.sql,
        companions: '',
        checksum: '',
        statements: [statement],
      })
    } else if (last !== undefined && isCompanion(statement.node)) {
      last.statements.push(statement)
    } else {
      problems.push({
        file: file.path,
        line: statement.line,
        message: NOT_A_DEFINITION,
        hint: 'put other changes into a migration',
      })
    }
  }
  if (file.statements.length === 0)
    problems.push({ file: file.path, message: 'defines nothing', hint: 'delete the file to drop its object' })
  return definitions.map((each) => {
    const [sql, companions] = [joined(each.statements), joined(each.statements.slice(1))]
    return { ...each, sql, companions, checksum: sha256(normalisedText(parser.scan(sql))) }
  })
}

function joined(statements: readonly ParsedStatement[]): string {
  return statements.map((statement) => statement.sql).join(COMPANION)
}

const NOT_A_DEFINITION =
  'is not a whole definition (CREATE VIEW, MATERIALIZED VIEW, FUNCTION, PROCEDURE, TRIGGER) nor a COMMENT or GRANT after one'

function definedObject(node: Node): Pick<ObjectDefinition, 'kind' | 'name'> | undefined {
  const name = namingIn('public')
  if ('ViewStmt' in node && node.ViewStmt.view?.relpersistence !== 't')
    return { kind: 'view', name: name.relation(node.ViewStmt.view) }
  if ('CreateTableAsStmt' in node && node.CreateTableAsStmt.objtype === 'OBJECT_MATVIEW') {
    return { kind: 'materialized-view', name: name.relation(node.CreateTableAsStmt.into?.rel) }
  }
  if ('CreateFunctionStmt' in node) {
    const { funcname, is_procedure } = node.CreateFunctionStmt
    const types = inputTypes(node.CreateFunctionStmt).join(', ')
    return { kind: is_procedure === true ? 'procedure' : 'function', name: `${name.qualified(funcname)}(${types})` }
  }
  if ('CreateTrigStmt' in node) {
    return { kind: 'trigger', name: `${name.relation(node.CreateTrigStmt.relation)}.${node.CreateTrigStmt.trigname ?? ''}` }
  }
  return undefined
}

/** What may follow a definition: all of it comes again with the object. */
function isCompanion(node: Node): boolean {
  const kinds = ['CommentStmt', 'GrantStmt', 'IndexStmt', 'AlterOwnerStmt', 'AlterFunctionStmt']
  if ('IndexStmt' in node) return node.IndexStmt.concurrent !== true
  if ('AlterTableStmt' in node) return node.AlterTableStmt.objtype === 'OBJECT_VIEW'
  return kinds.some((kind) => kind in node)
}

function twice(definitions: readonly ParsedDefinition[]): Problem[] {
  const first = new Map<string, ParsedDefinition>()
  return definitions.flatMap((each) => {
    const earlier = first.get(each.name)
    if (earlier === undefined) first.set(each.name, each)
    if (earlier === undefined) return []
    return [
      {
        file: each.path,
        line: each.statements[0]?.line ?? 1,
        message: `defines ${each.name}, which ${earlier.path} defines too`,
      },
    ]
  })
}
