import type { ResetEntry } from '../ledger/record.ts'
import { formatResetBranch } from '../names/reset-branch.ts'
import type { Oid } from '../package/package.ts'
import type { Room } from '../ports/runtime.ts'

/** Tidies up after a reset that was given up: its pull request is closed, and its branch deleted while it is where we left it. Nothing rests on either. */
export async function closeProposal(
  { host }: Pick<Room, 'host'>,
  { environment, operation, proposal }: ResetEntry,
  head: Oid | undefined = proposal?.head,
): Promise<void> {
  if (proposal !== undefined) {
    const pull = await host.forge.get(proposal.pullRequest)
    if (pull.state === 'open') await host.forge.update(pull.number, { state: 'closed' })
  }
  if (head === undefined) return
  const ref = `refs/heads/${formatResetBranch({ environment, operation })}`
  await host.git.push([{ ref, expected: head, to: undefined }])
}
