import * as z from 'zod'
import { describeIssue } from '../config/describe-issue.ts'
import { readYaml } from '../config/yaml-source.ts'
import type { Problem } from '../error.ts'
import { variableNamePattern } from '../names/environment-variable.ts'
import { namePattern } from '../names/name.ts'

/** What `package.yml` declares. */
export interface PackageDocument {
  requires: string[]
  /** Name of the expand package that this contract completes. */
  completes?: string
  /** Keys that an environment must define. */
  config: string[]
  /** Names the package had before. */
  formerly: string[]
}

const name = z.string().regex(namePattern, 'must be the name of a package')
const schema = z.strictObject({
  requires: z.array(name).exactOptional(),
  completes: name.exactOptional(),
  config: z.array(z.string().regex(variableNamePattern, 'must be a name of letters, digits and underscores')).exactOptional(),
  formerly: z.array(name).exactOptional(),
})

/** Reads the text of a `package.yml`; an empty one declares nothing. Problems carry line and column. */
export function readPackageDocument(
  text: string,
  file: string,
  self: string,
): { document: PackageDocument; problems: Problem[] } {
  const source = readYaml(text, file)
  const parsed = schema.safeParse(source.value ?? {})
  const problems = [...source.problems]
  const known = (): string[] => Object.keys(schema.shape)
  if (!parsed.success) problems.push(...parsed.error.issues.flatMap((issue) => describeIssue(issue, source, known)))
  const { requires = [], completes, config = [], formerly = [] } = parsed.data ?? {}
  const lists = { requires, config, formerly }
  for (const [key, list] of Object.entries(lists)) {
    for (const [index, item] of list.entries()) {
      if (list.indexOf(item) !== index) problems.push(source.at([key, index], `'${item}' is named twice`))
      else if (key !== 'config' && item === self) problems.push(source.at([key, index], `'${item}' is the package itself`))
    }
  }
  if (completes === self) problems.push(source.at(['completes'], `'${self}' is the package itself`))
  problems.sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0))
  return { document: { ...lists, ...(completes === undefined ? {} : { completes }) }, problems }
}
