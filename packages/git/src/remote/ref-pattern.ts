import { StagecoachError } from '@stagecoach/core'

const fullRef = /^refs\/[^\s~^:?*[\\\x7f]+$/ // git-check-ref-format(1) names DEL

/** A full ref name, or all refs below a folder. @throws StagecoachError `ref-invalid` */
export function checkRef(ref: string): string {
  const bad = !fullRef.test(ref) || /\.\.|\/\/|@\{|\/\.|\.lock(\/|$)|[./]$/.test(ref)
  if (bad) throw new StagecoachError('ref-invalid', `'${ref}' is no full name of a git ref.`)
  return ref
}

/** Refspec of a pattern. Always a glob, because git fails as a whole when one exact name is missing at the remote, and asking before costs a round trip.
 *  A longer name that starts alike is fetched too and not answered with. */
export function refspec(pattern: string): string {
  const prefix = pattern.endsWith('/*') ? `${checkRef(pattern.slice(0, -2))}/*` : `${checkRef(pattern)}*`
  return `+${prefix}:${prefix}`
}

export function matches(pattern: string, ref: string): boolean {
  return pattern.endsWith('/*') ? ref.startsWith(pattern.slice(0, -1)) : ref === pattern
}
