import type { CreateFunctionStmt, FuncCall, Node, RangeVar, TypeName } from 'libpg-query'
import { namingIn, strings } from '../sql/names.ts'
import type { Parser } from '../sql/parser.ts'
import { walk } from '../sql/walk.ts'
import type { ParsedDefinition } from './parse-definitions.ts'

/** Names a definition refers to. `hard`: PostgreSQL checks them when it is created; `soft`: only when it runs (plpgsql bodies). */
export interface References {
  hard: ReadonlySet<string>
  soft: ReadonlySet<string>
}

/** `public.v`, and routines as `public.f(`: the arguments of a call are not known, so any overload counts. */
export function referencesOf(parser: Parser, definition: ParsedDefinition): References {
  const hard = new Set<string>()
  const soft = new Set<string>()
  for (const { node, sql } of definition.statements) {
    collect(node, hard)
    if ('CreateFunctionStmt' in node) collectBody(parser, node.CreateFunctionStmt, sql, hard, soft)
    if ('CreateTrigStmt' in node) hard.add(`${namingIn('public').qualified(node.CreateTrigStmt.funcname)}(`)
  }
  return { hard, soft }
}

function collect(tree: unknown, into: Set<string>): void {
  const name = namingIn('public')
  walk({ tree }, (key, value) => {
    if (key === 'RangeVar' || key === 'relation') into.add(name.relation(value as RangeVar))
    if (key === 'FuncCall') into.add(`${name.qualified((value as FuncCall).funcname)}(`)
    // `returns setof v` and `v%rowtype`: a view is a type, too.
    if (key === 'TypeName' || key === 'argType' || key === 'returnType') into.add(name.type(value as TypeName))
  })
}

function collectBody(parser: Parser, create: CreateFunctionStmt, sql: string, hard: Set<string>, soft: Set<string>): void {
  const options = (create.options ?? []).flatMap((node) => ('DefElem' in node ? [node.DefElem] : []))
  const language = options.find((each) => each.defname === 'language')?.arg
  const body = options.find((each) => each.defname === 'as')?.arg
  const spoken = language !== undefined && 'String' in language ? language.String.sval?.toLowerCase() : undefined
  if (spoken === 'sql' && body !== undefined && 'List' in body) {
    for (const text of strings(body.List.items)) for (const tree of parsed(parser, text)) collect(tree, hard)
  }
  if (spoken === 'plpgsql')
    for (const query of plpgsqlQueries(parser.plpgsql(sql))) for (const tree of parsed(parser, query)) collect(tree, soft)
}

/** Best effort: a body that does not parse here fails when PostgreSQL creates it, with its own message. */
function parsed(parser: Parser, sql: string): Node[] {
  try {
    return parser.parse(sql).flatMap((each) => (each.stmt === undefined ? [] : [each.stmt]))
  } catch {
    return []
  }
}

/** Texts of all embedded statements; an expression or assignment becomes a SELECT so that it parses. */
function plpgsqlQueries(tree: unknown): string[] {
  const queries: string[] = []
  walk({ tree }, (key, value) => {
    if (key !== 'PLpgSQL_expr' || !('query' in value) || typeof value.query !== 'string') return
    const mode = 'parseMode' in value && typeof value.parseMode === 'number' ? value.parseMode : 0
    // RawParseMode in parser.h: 0 whole statements, 2 expression, 3–5 assignments `target := expression`.
    queries.push(mode === 0 ? value.query : `select ${mode === 2 ? value.query : value.query.replace(/^.*?:?=/s, '')}`)
  })
  return queries
}
