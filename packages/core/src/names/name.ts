import { StagecoachError } from '../error.ts'
import { visibleText } from './visible-text.ts'

/** A package or environment: `[a-z0-9][a-z0-9-]{0,62}`. No slash, so it is one component of a ref, and no dash in front, so it is no option. */
export const namePattern = /^[a-z0-9][a-z0-9-]{0,62}$/

export function isName(text: string): boolean {
  return namePattern.test(text)
}

/** @throws StagecoachError `name-invalid` */
export function checkName(what: 'package' | 'environment', text: string): string {
  if (isName(text)) return text
  throw new StagecoachError(
    'name-invalid',
    `'${printable(text)}' is not a name of ${what === 'package' ? 'a package' : 'an environment'}.`,
    {
      hint: 'Use 1 to 63 lower-case letters, digits and dashes, and begin with a letter or digit.',
    },
  )
}

/** A name from outside, short and without control characters, fit for a message. */
export function printable(text: string): string {
  const clean = visibleText(text).replace(/[\n\t]/g, '\u{fffd}')
  return clean.length <= 80 ? clean : `${clean.slice(0, 79)}…`
}
