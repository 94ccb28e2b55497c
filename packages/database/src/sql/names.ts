import type { Node, ObjectWithArgs, RangeVar, TypeName } from 'libpg-query'

/** Turns the parser's names (already folded) into `schema.name`; an unqualified one belongs to `defaultSchema`. */
export interface Naming {
  relation(range: RangeVar | undefined): string
  /** A list of String nodes: `[schema.]name`. */
  qualified(parts: readonly Node[] | undefined): string
  /** `schema.name(type, type)`: input arguments only, as PostgreSQL tells overloads apart. */
  signature(routine: ObjectWithArgs): string
  type(type: TypeName | undefined): string
}

export function namingIn(defaultSchema: string): Naming {
  const qualified = (parts: readonly Node[] | undefined): string => {
    const names = strings(parts)
    return names.length > 1 ? names.slice(-2).join('.') : `${defaultSchema}.${names[0] ?? ''}`
  }
  return {
    relation: (range) =>
      `${range?.relpersistence === 't' ? 'pg_temp' : (range?.schemaname ?? defaultSchema)}.${range?.relname ?? ''}`,
    qualified,
    signature: (routine) => `${qualified(routine.objname)}(${argumentTypes(routine).join(', ')})`,
    type: (type) => qualified(type?.names),
  }
}

/** The texts of String nodes; anything else in the list (A_Star, TypeName) is left out. */
export function strings(nodes: readonly Node[] | undefined): string[] {
  return (nodes ?? []).flatMap((node) => ('String' in node && node.String.sval !== undefined ? [node.String.sval] : []))
}

/** Items of a List node, or none. */
export function listItems(node: Node | undefined): Node[] {
  return node !== undefined && 'List' in node ? (node.List.items ?? []) : []
}

/** A type as PostgreSQL accepts it in a signature: `int4`, `text[]`, `public.colour`. Modifiers do not count. */
export function typeText(type: TypeName | undefined): string {
  const names = strings(type?.names)
  const shown = names.length > 1 && names[0] === 'pg_catalog' ? names.slice(1) : names
  return shown.map(quoteIfNeeded).join('.') + '[]'.repeat(type?.arrayBounds === undefined ? 0 : 1)
}

function argumentTypes(routine: ObjectWithArgs): string[] {
  return (routine.objargs ?? []).flatMap((node) => ('TypeName' in node ? [typeText(node.TypeName)] : []))
}

export function quoteIfNeeded(name: string): string {
  return /^[a-z_][a-z0-9_$]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`
}

/** `public.t` → `public`. */
export function schemaOf(name: string): string {
  return name.slice(0, name.indexOf('.'))
}

/** `public.t.c` → `public.t`: the table of a column, constraint or trigger. */
export function ownerOf(name: string): string {
  return name.slice(0, name.lastIndexOf('.'))
}

/** `public.t` → `t`. */
export function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1)
}
