import type { GateResult } from '../gate/decision.ts'
import { acknowledgement } from '../gate/rules/acknowledged.ts'

/** The command, or the deed, that helps a shut gate; undefined when only time does. */
export function helpFor(
  gate: Pick<GateResult, 'gate' | 'waitsOn'>,
  about: { environment: string; package: string; pullRequest: number },
): string | undefined {
  const { environment, package: name, pullRequest } = about
  if (gate.waitsOn.includes(acknowledgement))
    return `Look at its findings in #${pullRequest}, then: stagecoach ack ${name} --environment ${environment} --reason '…'`
  switch (gate.gate) {
    case 'approvals':
    case 'governance':
      return `Review #${pullRequest} and approve it.`
    case 'hold':
      return `stagecoach release ${name} --environment ${environment} --reason '…'`
    case 'stop':
      return `stagecoach resume --environment ${environment} --reason '…'`
    case 'presence':
      return `stagecoach status; then acknowledge what ${environment} holds, or take the commit out with a pull request`
    case 'release':
    case 'promotion':
    case 'rehearsed':
      return `stagecoach promote ${environment} ${name}`
    case 'requires':
      return `Promote what it requires to ${environment} first.`
    case 'freeze':
      return `Wait, or: stagecoach override ${name} --environment ${environment} --gates freeze --reason '…'`
    case 'migrations':
    case 'checks':
    case 'deployed':
    case 'content':
    case 'lease':
    case 'pause':
      return undefined
  }
}
