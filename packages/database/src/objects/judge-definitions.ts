import type { Finding, JudgedObjects, ObjectChange, ObjectDefinition, ObjectSets } from '@stagecoach/core'
import { analyseStatements } from '../analysis/analyse-statements.ts'
import { newScope } from '../analysis/package-scope.ts'
import { statementTitle } from '../analysis/title.ts'
import type { Parser } from '../sql/parser.ts'
import { splitStatements } from '../sql/split-statements.ts'
import type { ParsedStatement } from '../sql/sql-file.ts'
import { judgeDropped, judgeMade, judgeRefilled, judgeReplaced } from './definition-verdicts.ts'
import { reachingDefinitions } from './reaching-definitions.ts'

/** What changes when one set of programmable objects follows another, and what the rules say of each change. */
export function judgeDefinitions(parser: Parser, { before, after, reaching: known }: ObjectSets): JudgedObjects {
  const former = new Map(before.map((each) => [each.name, each]))
  const reached = reachingDefinitions(parser, after, known)
  const changed = new Set(after.filter((each) => isAnother(each, former.get(each.name))).map((each) => each.name))
  const made = after.flatMap((definition): ObjectChange[] => {
    const { name } = definition
    const was = former.get(name)
    if (!changed.has(name)) {
      const findings = dependsOn(definition, changed, after) ? judgeRefilled(definition, reached.get(name)) : []
      return findings.length === 0 ? [] : [describe(parser, definition, 'refilled', findings)]
    }
    const own =
      was === undefined ? judgeMade(definition, before, reached.get(name)) : judgeReplaced(definition, was, reached.get(name))
    const findings = [...own, ...companionFindings(parser, definition, was === undefined)]
    return [describe(parser, definition, was === undefined ? 'made' : 'replaced', findings)]
  })
  const names = new Set(after.map((each) => each.name))
  const gone = before.filter((each) => !names.has(each.name))
  const dropped = gone.map((each) => describe(parser, each, 'dropped', [judgeDropped(each)]))
  return { changes: [...made, ...dropped], reaching: [...reached.keys()] }
}

function isAnother(definition: ObjectDefinition, was: ObjectDefinition | undefined): boolean {
  return was?.checksum !== definition.checksum || was.kind !== definition.kind
}

/** By itself or through others of the set. */
function dependsOn(
  { dependsOn: needs }: ObjectDefinition,
  changed: ReadonlySet<string>,
  all: readonly ObjectDefinition[],
): boolean {
  const seen = new Set<string>()
  const open = [...needs]
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (changed.has(name)) return true
    if (seen.has(name)) continue
    seen.add(name)
    open.push(...(all.find((each) => each.name === name)?.dependsOn ?? []))
  }
  return false
}

function describe(
  parser: Parser,
  definition: ObjectDefinition,
  change: ObjectChange['change'],
  findings: Finding[],
): ObjectChange {
  const { kind, name, path, line } = definition
  const [first] = statementsOf(parser, definition)
  const title = first === undefined ? 'CREATE' : statementTitle(parser, first.sql, first.node)
  return { kind, name, path, line, title: change === 'dropped' ? title.replace(/^CREATE/, 'DROP') : title, change, findings }
}

/** What follows a definition in its file may name anything: an index on somebody's table, the owner of another function. */
function companionFindings(parser: Parser, definition: ObjectDefinition, isNew: boolean): Finding[] {
  const statements = statementsOf(parser, definition)
  const scope = newScope(new Map())
  // A materialized view that is replaced is dropped and made again.
  if (isNew || definition.kind === 'materialized-view') scope.created.add(`view ${definition.name}`)
  const [, ...companions] = statements
  return analyseStatements(parser, { directives: { allow: new Map() }, statements: companions }, scope).flatMap(({ findings }) =>
    findings.filter((finding) => finding.compatibility !== 'expand'),
  )
}

function statementsOf(parser: Parser, { sql }: ObjectDefinition): ParsedStatement[] {
  return splitStatements(sql, parser.scan(sql), parser.parse(sql))
}
