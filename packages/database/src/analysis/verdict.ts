import type { Finding } from '@stagecoach/core'
import type { Naming } from '../sql/names.ts'
import type { PackageScope } from './package-scope.ts'

/** A finding before the file's `allow` directives are known. */
export type Verdict = Omit<Finding, 'allowed'>

/** What a rule may look at besides its statement. */
export interface RuleContext {
  scope: PackageScope
  name: Naming
}

/** `none`: nobody can notice. */
export function expand(rule: string, lock: Finding['lock'], message: string): Verdict {
  return { rule, compatibility: 'expand', lock, message }
}

export function contract(rule: string, lock: Finding['lock'], message: string): Verdict {
  return { rule, compatibility: 'contract', lock, message }
}

/** What no rule knows. It asks a person; the lock is the worst that can be meant. */
export function unknown(message: string, lock: Finding['lock'] = 'rewrite'): Verdict {
  return { rule: 'unknown', compatibility: 'unknown', lock, message }
}

/** CASCADE on what the package made: a column of somebody's table may have its type by now. */
export function takesAlong(name: string): Verdict {
  return unknown(
    `${name} is made by this package, but CASCADE takes along whatever depends on it; without the word it would fail instead.`,
    'brief',
  )
}

export function ownObject(name: string): Verdict {
  return expand('new-object', 'none', `${name} is made by this package; no application uses it yet.`)
}
