import { builtinModules } from 'node:module'
import type { ReleaseFile } from './release-file.ts'

const staticImport = /^import\s(?:[^'"\n]*\sfrom\s+)?["']([^"']+)["']/gm

/**
 * What would make a bundle wrong: the path of this checkout in it, a module of ours that was not there, or an import that Node must
 * resolve at the start. External packages are loaded when they are needed, or every run would pay for them.
 */
export function bundleProblems(files: readonly ReleaseFile[], root: string): string[] {
  const texts = files.filter(({ path }) => path.endsWith('.js')).map(({ path, content }) => ({ path, text: content.toString() }))
  const paths = texts.filter(({ text }) => text.includes(root)).map(({ path }) => `${path} contains the path "${root}"`)
  // ncc makes a run-time failure of a module that it cannot find, and says nothing.
  const missing = texts.flatMap(({ path, text }) =>
    [...text.matchAll(/eval\("require"\)\("(\.[^"]*)"\)/g)].map(
      (match) => `${path} lacks the module "${match[1]}"; run tsc -b again`,
    ),
  )
  return [...paths, ...missing, ...texts.flatMap(({ path, text }) => eagerImports(text).map((name) => eagerImport(path, name)))]
}

function eagerImports(text: string): string[] {
  const names = [...text.matchAll(staticImport)].map((match) => match[1] ?? '')
  return names.filter((name) => !name.startsWith('node:') && !builtinModules.includes(name))
}

function eagerImport(path: string, name: string): string {
  return `${path} imports "${name}" at its start; write: await import(/* webpackIgnore: true */ '${name}')`
}
