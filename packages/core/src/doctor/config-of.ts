import { isScalar, parseDocument } from 'yaml'
import { actionPattern } from './actions-of.ts'

/** Where workflow files say that the configuration is, by the first step of an action that names a place; undefined when none does. */
export function configOf(workflows: Readonly<Record<string, string | undefined>>): string | undefined {
  const steps = Object.values(workflows).flatMap((text) => (text ?? '').split(/^ *- /m))
  for (const step of steps.filter((each) => actionPattern.test(each))) {
    const written = /^ +config: (.+)$/m.exec(step)?.[1] ?? ''
    const { contents } = parseDocument(written)
    const path = isScalar(contents) ? contents.value : undefined
    // What an expression stands for is known on the runner only.
    if (typeof path === 'string' && !path.includes('${{')) return path
  }
  return undefined
}
