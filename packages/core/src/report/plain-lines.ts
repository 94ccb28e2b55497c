import { visibleText } from '../names/visible-text.ts'

/** Text for a log: nothing in it is unseen, and no line is a command to GitHub's runner. */
export function plainLines(text: string): string {
  return withoutCommands(visibleText(text))
}

/**
 * The runner takes a line that begins with `::` (after white space), or holds `##[`, for a command: a name out of somebody's SQL could mask, forge or
 * stop what comes after (GitHub, workflow commands; runner, ActionCommand.cs). A space parts them, since the runner's comparison may not see a letter without width.
 */
export function withoutCommands(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(/^(\s*:)(?=:)/, '$1 ').replaceAll('##[', '## ['))
    .join('\n')
}
