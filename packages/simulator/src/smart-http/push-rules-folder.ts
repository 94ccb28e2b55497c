import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { forwardOnly, mayChangeWorkflows, refusals } from '../changes/push-rules.ts'
import { zeroId } from '../git/refs.ts'
import type { Repository } from '../world/repository.ts'
import type { Act } from '../world/world.ts'
import type { PushCommand } from './pkt-line.ts'

function refusal(act: Act, repository: Repository, { ref, before, after }: PushCommand): string | undefined {
  const real = (id: string): string | undefined => (id === zeroId ? undefined : id)
  if (after === zeroId && ref === `refs/heads/${repository.defaultBranch}`)
    return `error: refusing to delete the current branch: ${ref}`
  const reasons = refusals(act, repository, { ref, before: real(before), after: real(after) })
  if (reasons.length === 0) return undefined
  return `error: GH006: Protected branch update failed for ${ref}.\n\n${reasons.map((reason) => `- ${reason}`).join('\n')}`
}

/**
 * What the server has decided on a push before git sees it, in the form the update hook reads (see git/update-hook.ts).
 * Undefined when there is nothing the hook could refuse.
 */
export async function writePushRules(
  act: Act,
  repository: Repository,
  commands: readonly PushCommand[],
): Promise<string | undefined> {
  const forward = commands.filter(({ ref }) => forwardOnly(act, repository, ref)).map(({ ref }) => `${ref}\n`)
  const refused = commands.map((command) => ({ ref: command.ref, text: refusal(act, repository, command) }))
  const anyRefused = refused.some(({ text }) => text !== undefined)
  if (forward.length === 0 && !anyRefused && mayChangeWorkflows(act)) return undefined
  const folder = await mkdtemp(join(tmpdir(), 'simulator-push-'))
  await mkdir(join(folder, 'refused'))
  for (const [index, { ref, text }] of refused.entries()) {
    if (text !== undefined) await writeFile(join(folder, 'refused', String(index)), `${ref}\n${text}\n`)
  }
  await writeFile(join(folder, 'fast-forward'), forward.join(''))
  await writeFile(join(folder, 'reasons'), '')
  if (!mayChangeWorkflows(act)) await writeFile(join(folder, 'workflows'), '')
  return folder
}

/** Why the hook refused which ref, and the end of the folder. */
export async function takeReasons(folder: string): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(join(folder, 'reasons'), 'utf8')
  await rm(folder, { recursive: true, force: true })
  const lines = text.split('\n').filter((line) => line !== '')
  return new Map(lines.map((line) => [line.slice(0, line.indexOf('\t')), line.slice(line.indexOf('\t') + 1)]))
}
