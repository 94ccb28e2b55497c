import { printable } from '../names/name.ts'
import type { PackageRef } from '../package/package.ts'
import type { ForeignCommit, Mend, TipTrouble, Unclear } from './tip-trouble.ts'

/** Where it is; `name` and `branch` of the environment. */
export interface TroublePlace {
  name: string
  branch: string
  disposable: boolean
}

/** What is said of a trouble. */
export type Told = { what: string; mend: Mend[]; code: Unclear['code']; reason: string }

export type Of<K extends TipTrouble['kind']> = Extract<TipTrouble, { kind: K }>

/** Where a rule keeps people from pushing, the same commit goes there by a pull request. */
export function takeOut({ branch }: TroublePlace, { oid, merge }: ForeignCommit, to: string): Mend {
  const revert = `git revert --no-edit${merge ? ' -m 1' : ''} ${oid}`
  return { to, run: onBranch(branch, revert) }
}

export function restore({ branch }: TroublePlace, good: string, path: string): Mend {
  const put = `git rm -r -q --cached ${path} && git checkout ${good} -- ${path} && git commit -m 'Restore ${path}'`
  return { to: 'put back what was recorded', run: onBranch(branch, put) }
}

export function onBranch(branch: string, commands: string): string {
  return `git fetch origin && git checkout --detach ${word(`origin/${branch}`)} && ${commands} && git push origin ${word(`HEAD:refs/heads/${branch}`)}`
}

/** git allows in the name of a branch what a shell would run. */
export function word(text: string): string {
  return /^[\w./:=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}

export function look({ branch }: TroublePlace): Mend {
  return { to: 'find the commit', run: `git log --first-parent -p ${word(`origin/${branch}`)} -- .stagecoach` }
}

export function acknowledge({ name }: TroublePlace, pkg: PackageRef): string {
  return `stagecoach ack ${pkg.name} --environment ${name} --reason '…'`
}

export function label({ name, version }: PackageRef): string {
  return `${name} ${version}`
}

export function short({ oid }: ForeignCommit): string {
  return oid.slice(0, 12)
}

export function by(commit: ForeignCommit | undefined): string {
  return commit === undefined ? 'A commit from outside' : capital(said(commit))
}

export function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`
}

export function said(commit: ForeignCommit): string {
  return `commit ${short(commit)} ("${printable(commit.subject)}", ${printable(commit.author)}, ${commit.at})`
}
