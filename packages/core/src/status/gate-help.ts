import type { GateResult } from '../gate/decision.ts'
import { acknowledgement } from '../gate/rules/acknowledged.ts'

/** Gates about what goes on in the environment: a decision knows them of its own moment only, and what holds now tells whether they are shut. */
const momentary = ['hold', 'stop', 'pause', 'lease', 'presence'] as const

type DecidedGate = Exclude<GateResult['gate'], (typeof momentary)[number]>

/** The results of a decision that count until its gates are looked at again. */
export function decidedGates(gates: readonly GateResult[]): (GateResult & { gate: DecidedGate })[] {
  const moment: readonly string[] = momentary
  return gates.filter((each): each is GateResult & { gate: DecidedGate } => !moment.includes(each.gate))
}

/** The command, or the deed, that helps a shut gate; undefined when only time does. */
export function helpFor(
  gate: { gate: DecidedGate; waitsOn: readonly string[] },
  about: { environment: string; package: string; pullRequest: number },
): string | undefined {
  const { environment, package: name, pullRequest } = about
  if (gate.waitsOn.includes(acknowledgement))
    return `Look at its findings in #${pullRequest}, then: stagecoach ack ${name} --environment ${environment} --reason '…'`
  switch (gate.gate) {
    case 'approvals':
    case 'governance':
      return `Review #${pullRequest} and approve it.`
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
      return undefined
  }
}
