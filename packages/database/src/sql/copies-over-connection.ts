import type { Node } from './parser.ts'

/**
 * COPY … FROM STDIN and TO STDOUT: the rows would travel over the connection, and a runner has none to give. The embedded engine waits
 * for them for ever.
 */
export function copiesOverConnection(node: Node): boolean {
  return 'CopyStmt' in node && node.CopyStmt.filename === undefined
}
