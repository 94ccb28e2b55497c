import { plainLines, visibleText, withoutCommands } from '@stagecoach/core'

/** What `styleText` writes for our tones: on and off, no other sequence. */
const ours = new RegExp(`(${String.fromCharCode(0x1b)}\\[(?:0|1|2|22|31|32|33|36|39)m)`, 'g')

/**
 * Text as a terminal may have it: a name out of somebody's SQL cannot move the cursor, hide lines or set a title, and where the terminal is a job's log, give
 * the runner no command. Of escapes only our own tones remain, and none unless `styled`.
 */
export function tame(text: string, styled: boolean): string {
  if (!styled) return plainLines(text)
  const parts = text.replaceAll('\r\n', '\n').split(ours)
  return withoutCommands(parts.map((part, index) => (index % 2 === 1 ? part : visibleText(part))).join(''))
}
