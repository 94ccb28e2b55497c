import { StagecoachError } from '../error.ts'
import { printable } from './name.ts'

// eslint-disable-next-line no-control-regex -- the rule is about control characters
const forbidden = /[\u0000-\u0020\u007f~^:?*[\\]|\.\.|@\{|\/\/|\.$|^-|\.lock(\/|$)|(^|\/)\.|^\/|\/$/

/** What `git check-ref-format --branch` accepts, without its `@{-1}` shorthand; also no leading dash, so that a name is never an option, and no lone surrogate. */
export function isBranchName(text: string): boolean {
  if (text === '' || text === '@' || text === 'HEAD') return false
  return Buffer.byteLength(text) <= 244 && text.isWellFormed() && !forbidden.test(text)
}

/** @throws StagecoachError `branch-name-invalid` */
export function checkBranchName(text: string): string {
  if (isBranchName(text)) return text
  throw new StagecoachError('branch-name-invalid', `'${printable(text)}' is not the name of a branch.`, {
    hint: 'git allows no spaces, control characters, `..`, `@{` or any of ~^:?*[\\ in it, and Stagecoach no dash in front.',
  })
}
