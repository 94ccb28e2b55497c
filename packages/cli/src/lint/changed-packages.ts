import { readdir, realpath } from 'node:fs/promises'
import { join, relative, resolve, sep } from 'node:path'
import { checkName, isName, StagecoachError } from '@stagecoach/core'
import type { KnownBranches } from '../init/find-branches.ts'
import type { Checkout } from '../remote/checkout.ts'
import { mustGit } from '../remote/person-git.ts'

export interface ChosenPackages {
  packages: string[]
  /** Why it is every package, though only what the checkout changes was asked for. */
  notice?: string
}

/** Packages to look at: those named, or by a path (a file, or a folder, from the repository's root or from `cwd`), else those that the checkout changes against the default branch, else all.
 *  @throws StagecoachError `usage`, `name-invalid` */
export async function chosenPackages(
  checkout: Checkout,
  migrations: string,
  named: readonly string[],
  branches: KnownBranches,
  cwd: string,
): Promise<ChosenPackages> {
  if (named.length > 0) {
    const top = await realpath(checkout.folder)
    const here = await realpath(cwd)
    return { packages: unique(named.map((path) => packageAt(fromTop(top, here, path, migrations), migrations))) }
  }
  const since = await branchPoint(checkout, branches)
  if (since === undefined) {
    const packages = await allPackages(checkout, migrations)
    return (await isShallow(checkout)) ? { packages, notice: tooShallow(branches.defaultBranch) } : { packages }
  }
  const changed = await mustGit(checkout.git, ['diff', '--name-only', '-z', '--no-renames', since, '--', migrations])
  const added = await mustGit(checkout.git, ['ls-files', '--others', '--exclude-standard', '-z', '--', migrations])
  const paths = `${changed}${added}`
    .split('\0')
    .filter((path) => path.startsWith(`${migrations}/`) && path.split('/').length > migrations.split('/').length + 1)
  return { packages: unique(paths.map((path) => packageAt(path, migrations))) }
}

/** A path as people type it in a folder below the root, when it leads into a package from there. */
function fromTop(top: string, here: string, path: string, migrations: string): string {
  const found = relative(top, resolve(here, path)).split(sep).join('/')
  return found.startsWith(`${migrations}/`) ? found : path
}

function packageAt(path: string, migrations: string): string {
  const inside = path.replace(/^\.\//, '').replace(/\/+$/, '')
  const name = inside.startsWith(`${migrations}/`) ? inside.slice(migrations.length + 1).split('/')[0] : inside
  if (name !== undefined && isName(name)) return name
  if (name !== undefined && name !== '' && !name.includes('/')) return checkName('package', name)
  throw new StagecoachError('usage', `'${path}' lies in no package.`, {
    hint: `Name a package, or a path below ${migrations}/<package>/.`,
  })
}

async function branchPoint({ git }: Checkout, { defaultBranch, remote }: KnownBranches): Promise<string | undefined> {
  const ref = remote.includes(defaultBranch) ? `refs/remotes/origin/${defaultBranch}` : `refs/heads/${defaultBranch}`
  const answer = await git(['merge-base', 'HEAD', ref])
  return answer.code === 0 ? answer.stdout.trimEnd() : undefined
}

async function isShallow({ git }: Checkout): Promise<boolean> {
  return (await git(['rev-parse', '--is-shallow-repository'])).stdout.trim() === 'true'
}

function tooShallow(defaultBranch: string): string {
  return `this clone is too shallow to tell what changed since ${defaultBranch}, so every package is looked at; give actions/checkout \`fetch-depth: 0\`, or \`git fetch --unshallow origin\``
}

async function allPackages({ folder }: Checkout, migrations: string): Promise<string[]> {
  const entries = await readdir(join(folder, migrations), { withFileTypes: true })
  return unique(entries.filter((entry) => entry.isDirectory() && isName(entry.name)).map((entry) => entry.name))
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)].sort()
}
