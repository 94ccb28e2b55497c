import { StagecoachErrors, type Problem } from '../error.ts'
import { buildConfig } from './build-config.ts'
import { initCommand } from './config-path.ts'
import { checkPipeline } from './check-pipeline.ts'
import { checkReferences } from './check-references.ts'
import type * as z from 'zod'
import { isName } from '../names/name.ts'
import { configSchema, environmentSchema } from './config-schema.ts'
import type { Config } from './config.ts'
import { describeIssue } from './describe-issue.ts'
import { knownKeys } from './known-keys.ts'
import { outlineOf, type Outline } from './outline.ts'
import { readYaml } from './yaml-source.ts'

/** Where the text comes from: the file's name for messages, its git blob id, and the repository's default branch. */
export interface ConfigOrigin {
  file: string
  blob: string
  defaultBranch: string
  /** Of which commit it is, for messages: `at the tip of main`. */
  at?: string
}

/** Reads `.github/stagecoach.yml`.
 *  @throws StagecoachError `config-too-large`; StagecoachErrors `config-invalid` with every problem at once, each with line and column */
export function parseConfig(text: string, origin: ConfigOrigin): Config {
  const source = readYaml(text, origin.file)
  if (source.value === undefined) throw invalid(source.problems, origin)
  if (source.value === null) {
    const hint = `delete it, and \`${initCommand(origin.file)}\` writes one to begin with`
    throw invalid([source.at([], 'nothing is configured here', { hint })], origin)
  }
  const parsed = configSchema.safeParse(source.value, { reportInput: false })
  const outline = outlineOf(source.value)
  const problems = [
    ...source.problems,
    ...(parsed.success
      ? []
      : [...parsed.error.issues, ...issuesBehindBadNames(outline)].flatMap((issue) => describeIssue(issue, source, knownKeys))),
    ...checkPipeline(outline, source, origin.defaultBranch),
    ...checkReferences(outline, source),
  ]
  if (!parsed.success || problems.length > 0) throw invalid(problems, origin)
  return buildConfig(parsed.data, origin)
}

/** zod looks at no value whose key is wrong; a wrong name must not hide what is wrong inside. */
function issuesBehindBadNames({ environments }: Outline): z.core.$ZodIssue[] {
  return environments.flatMap(({ name, path, raw }) => {
    const parsed = isName(name) ? undefined : environmentSchema.safeParse(raw)
    return (parsed?.error?.issues ?? []).map((issue) => ({ ...issue, path: [...path, ...issue.path] }))
  })
}

function invalid(problems: readonly Problem[], { file, at }: ConfigOrigin): StagecoachErrors {
  const sorted = [...problems].sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0))
  const count = sorted.length === 1 ? 'one problem' : `${sorted.length} problems`
  return new StagecoachErrors(
    'config-invalid',
    `The configuration '${file}'${at === undefined ? '' : ` ${at}`} has ${count}:`,
    sorted,
  )
}
