import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { workflowFolder } from '@stagecoach/core'
import type { Checkout } from '../remote/checkout.ts'

/** What becomes of one file. */
export interface FilePlan {
  path: string
  text: string
  /** `kept` is another text that stays; `foreign` one that `init` never wrote, which stays whatever is forced. */
  action: 'written' | 'overwritten' | 'same' | 'kept' | 'foreign'
}

/** Only what begins with the line that `init` begins its files with may be overwritten, and only by force: so never a configuration, which is people's own. */
export async function planFiles(
  { folder }: Checkout,
  files: Readonly<Record<string, string>>,
  force: boolean,
): Promise<FilePlan[]> {
  const plans: FilePlan[] = []
  for (const [path, text] of Object.entries(files)) {
    const there = await readText(join(folder, path))
    plans.push({ path, text, action: actionFor(text, there, force) })
  }
  return plans
}

function actionFor(text: string, there: string | undefined, force: boolean): FilePlan['action'] {
  if (there === undefined) return 'written'
  if (there === text) return 'same'
  return isOurs(there) ? (force ? 'overwritten' : 'kept') : 'foreign'
}

/** Begins with the line that `init` begins its workflow files with. */
function isOurs(text: string): boolean {
  return text.startsWith('# Written by `stagecoach init`')
}

/** Workflow files that `init` wrote once and does not write any more: an earlier version did, or the configuration was another. */
export async function findLeftovers(checkout: Checkout, written: readonly string[]): Promise<string[]> {
  const names = await readdir(join(checkout.folder, workflowFolder)).catch(() => [])
  const others = names
    .map((name) => `${workflowFolder}/${name}`)
    .filter((path) => /\.ya?ml$/.test(path) && !written.includes(path))
  const texts = await presentTexts(checkout, others)
  return others.filter((path) => isOurs(texts[path] ?? '')).sort()
}

export async function writeFiles({ folder }: Checkout, plans: readonly FilePlan[]): Promise<void> {
  for (const { path, text, action } of plans) {
    if (action !== 'written' && action !== 'overwritten') continue
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
}

/** What would be written, or how it differs from what is there. Asked before anything is written. */
export async function describePlan(checkout: Checkout, { path, text, action }: FilePlan): Promise<string> {
  if (action === 'same') return `${path}: stays as it is`
  if (action === 'written') return `${path}: would be written\n${text.replace(/^(?=.)/gm, '+')}`
  const word = words[action]
  // Exit code 1 of `diff --no-index` says that there is a difference.
  const { stdout } = await checkout.git(['diff', '--no-index', '--no-color', '--', path, '-'], text)
  // Above the first place git names the two files, of which one is our standard input.
  return `${path}: ${word}\n${stdout.slice(stdout.indexOf('\n@@') + 1)}`
}

const words = {
  kept: 'stays as it is; --force would change it',
  foreign: 'stays as it is, since `stagecoach init` did not write it so',
  overwritten: 'is changed',
}

/** The texts that stand at these paths now. */
export async function presentTexts({ folder }: Checkout, paths: readonly string[]): Promise<Record<string, string | undefined>> {
  return Object.fromEntries(await Promise.all(paths.map(async (path) => [path, await readText(join(folder, path))] as const)))
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
