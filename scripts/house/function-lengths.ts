import ts from 'typescript'
import type { SourceFile } from './source-file.ts'

export interface FunctionLength {
  name: string
  path: string
  /** Counted from 1. */
  line: number
  lines: number
}

/** Every function with a body, methods and arrow functions too, with its lines from first to last. */
export function functionLengths({ path, text }: SourceFile): FunctionLength[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const found: FunctionLength[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body !== undefined) {
      const first = file.getLineAndCharacterOfPosition(node.getStart()).line
      const last = file.getLineAndCharacterOfPosition(node.end).line
      found.push({ name: nameOf(node), path, line: first + 1, lines: last - first + 1 })
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

function nameOf(node: ts.SignatureDeclaration): string {
  if (node.name !== undefined) return node.name.getText()
  if (ts.isConstructorDeclaration(node)) return 'constructor'
  const { parent } = node
  return (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent)) && parent.name !== undefined
    ? parent.name.getText()
    : '(anonymous)'
}
