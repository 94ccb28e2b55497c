import { relative, sep } from 'node:path'
import type { Rule } from 'eslint'
import { repositoryRoot } from '../repository-root.ts'
import { forbiddenArrow } from './import-arrow.ts'

/** ESLint rule: imports point one way through the house. Types count too: an arrow is an arrow. */
export const importArrows: Rule.RuleModule = {
  meta: { type: 'problem', schema: [], docs: { description: 'Imports between the rooms of the house point one way.' } },
  create(context) {
    const file = relative(repositoryRoot, context.filename).split(sep).join('/')
    const check = (node: Rule.Node, specifier: unknown, lazy: boolean): void => {
      if (typeof specifier !== 'string') return
      const message = forbiddenArrow({ file, specifier, lazy })
      if (message !== undefined) context.report({ node, message })
    }
    return {
      ImportDeclaration: (node) => check(node, node.source.value, false),
      ExportNamedDeclaration: (node) => check(node, node.source?.value, false),
      ExportAllDeclaration: (node) => check(node, node.source.value, false),
      ImportExpression: (node) => check(node, 'value' in node.source ? node.source.value : undefined, true),
      // `import('x').Type`: a node of typescript-eslint that ESLint's own types do not know.
      TSImportType: (node: Rule.Node) => check(node, typeSource(node), false),
    }
  },
}

function typeSource(node: object): unknown {
  const { source } = node as { source?: { value?: unknown } }
  return source?.value
}
