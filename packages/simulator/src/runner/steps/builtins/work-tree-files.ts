import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What `git config` would write for a fresh clone of a job, without a process for each key. */
export function configureClone(folder: string, clone: { readonly url: string; readonly credentials: string }): void {
  const remote = `[remote "origin"]\n\turl = ${clone.url}\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n`
  // What a step may count on; the sample hooks of git's template are left out.
  for (const name of ['hooks', 'info']) mkdirSync(join(folder, '.git', name), { recursive: true })
  appendFileSync(join(folder, '.git', 'config'), `${remote}[gc]\n\tauto = 0\n${clone.credentials}`)
}

/** The section of a git configuration that makes git send a token to a server. */
export function credentialsSection(server: string, basic: string): string {
  return `[http "${server}/"]\n\textraheader = AUTHORIZATION: basic ${basic}\n`
}

/** Takes the section out again; false when it is not there as it was written. */
export function removeSection(folder: string, section: string): boolean {
  const file = join(folder, '.git', 'config')
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  if (!text.includes(section)) return false
  writeFileSync(file, text.replace(section, ''))
  return true
}

/** The commit of a work tree that was checked out just now, when its HEAD and branch are files of their own. */
export function headCommit(folder: string): string | undefined {
  const head = readFileSync(join(folder, '.git', 'HEAD'), 'utf8').trim()
  const ref = head.startsWith('ref: ') ? join(folder, '.git', head.slice('ref: '.length)) : undefined
  const text = ref === undefined ? head : existsSync(ref) ? readFileSync(ref, 'utf8').trim() : ''
  return /^[0-9a-f]{40}$/.test(text) ? text : undefined
}
