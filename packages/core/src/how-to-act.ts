import type { ActEntry } from './ledger/record.ts'

/** How a person does an act, at a terminal and in the browser, for a line of advice. */
export function howToAct(act: ActEntry['act']): string {
  return `\`stagecoach ${act === 'acknowledge' ? 'ack' : act}\` (or the gate workflow with \`act: ${act}\`)`
}
