import { nearestName } from '../names/nearest-name.ts'
import type * as z from 'zod'
import type { Problem } from '../error.ts'
import { printable } from '../names/name.ts'
import type { Path, YamlSource } from './yaml-source.ts'

/** The keys that a map at a path may have. */
export type KnownKeys = (path: Path) => string[]

/** One finding of the schema as problems with places, in words for people who never saw the schema. */
export function describeIssue(issue: z.core.$ZodIssue, source: YamlSource, known: KnownKeys): Problem[] {
  const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))
  const subject = nameOf(path)
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(source, path, key, known(path)))
    case 'invalid_type':
      if (!source.has(path)) return [source.at(path.slice(0, -1), `${subject} is missing in ${nameOf(path.slice(0, -1))}`)]
      return [source.at(path, `${subject} must be ${kindOf(issue.expected)}`)]
    case 'invalid_value':
      return [invalidValue(source, path, issue)]
    case 'invalid_key':
      return [
        source.at(path.slice(0, -1), `'${printable(String(path.at(-1)))}' ${issue.issues[0]?.message ?? 'is not a name'}`, {
          key: String(path.at(-1)),
        }),
      ]
    case 'too_small':
      return [
        source.at(
          path,
          issue.origin === 'int' || issue.origin === 'number'
            ? `${subject} must be at least ${issue.minimum}`
            : `${subject} is empty`,
        ),
      ]
    case 'too_big':
      return [
        source.at(path, `${subject} must be at most ${issue.maximum}${issue.origin === 'string' ? ' characters long' : ''}`),
      ]
    default:
      return [source.at(path, `${subject} ${issue.message}`)]
  }
}

function unknownKey(source: YamlSource, path: Path, key: string, known: readonly string[]): Problem {
  const near = nearestName(key, known)
  const hint = near === undefined ? {} : { hint: `did you mean \`${near}\`?` }
  return source.at(path, `\`${printable(key)}\` is not known in ${nameOf(path)}`, { key, ...hint })
}

function invalidValue(source: YamlSource, path: Path, issue: z.core.$ZodIssueInvalidValue): Problem {
  const allowed = issue.values.map(String)
  if (!source.has(path)) return source.at(path.slice(0, -1), `${nameOf(path)} is missing in ${nameOf(path.slice(0, -1))}`)
  return source.at(path, `${nameOf(path)} must be ${allowed.length === 1 ? '' : 'one of '}${allowed.join(', ')}`)
}

function nameOf(path: Path): string {
  if (path.length === 0) return 'the file'
  const steps = path.map((step, index) =>
    typeof step === 'number' ? `[${step + 1}]` : `${index === 0 ? '' : '.'}${printable(step)}`,
  )
  return `\`${steps.join('')}\``
}

function kindOf(expected: string): string {
  const words: Record<string, string> = {
    string: 'a text (write it in quotes)',
    object: 'a map',
    record: 'a map',
    array: 'a list',
    boolean: 'true or false',
    int: 'a whole number',
    number: 'a number',
  }
  return words[expected] ?? expected
}
