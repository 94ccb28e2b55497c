import type { ColumnRef, CreateFunctionStmt, FuncCall, Node, RangeVar, TypeName } from 'libpg-query'
import { namingIn, strings } from '../sql/names.ts'
import type { Parser } from '../sql/parser.ts'
import { walk } from '../sql/walk.ts'
import type { ParsedDefinition } from './parse-definitions.ts'

/** Names a definition refers to. `hard`: PostgreSQL checks them when it is created; `soft`: only when it runs (plpgsql bodies). */
export interface References {
  hard: ReadonlySet<string>
  soft: ReadonlySet<string>
  /** Columns that it names, of whichever table; `*` when it takes all of one. */
  columns: ReadonlySet<string>
}

/** `public.v`, and routines as `public.f(`: the arguments of a call are not known, so any overload counts. */
export function referencesOf(parser: Parser, definition: ParsedDefinition): References {
  const hard = new Set<string>()
  const soft = new Set<string>()
  const columns = new Set<string>()
  for (const { node, sql } of definition.statements) {
    collect(node, hard)
    collectColumns(node, columns)
    if ('CreateFunctionStmt' in node) {
      const { checked, run } = bodiesOf(parser, node.CreateFunctionStmt, sql)
      for (const tree of checked) collect(tree, hard)
      for (const tree of run) collect(tree, soft)
      collectColumns([checked, run], columns)
    }
    if ('CreateTrigStmt' in node) hard.add(`${namingIn('public').qualified(node.CreateTrigStmt.funcname)}(`)
  }
  return { hard, soft, columns }
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

function collectColumns(tree: unknown, into: Set<string>): void {
  walk({ tree }, (key, value) => {
    if (key !== 'ColumnRef') return
    const last = (value as ColumnRef).fields?.at(-1)
    const [name = '*'] = strings(last === undefined ? [] : [last])
    into.add(name)
  })
}

/** Statements of a routine's body: those that PostgreSQL checks when it is created, and those that it looks at when they run. */
function bodiesOf(parser: Parser, create: CreateFunctionStmt, sql: string): { checked: Node[]; run: Node[] } {
  const options = (create.options ?? []).flatMap((node) => ('DefElem' in node ? [node.DefElem] : []))
  const language = options.find((each) => each.defname === 'language')?.arg
  const body = options.find((each) => each.defname === 'as')?.arg
  const spoken = language !== undefined && 'String' in language ? language.String.sval?.toLowerCase() : undefined
  const texts = spoken === 'sql' && body !== undefined && 'List' in body ? strings(body.List.items) : []
  const queries = spoken === 'plpgsql' ? plpgsqlQueries(parser.plpgsql(sql)) : []
  return { checked: texts.flatMap((text) => parsed(parser, text)), run: queries.flatMap((query) => parsed(parser, query)) }
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
