/**
 * Text for the plain log of a step, where the runner takes a line that begins with `::` (after white space), or holds `##[`, for a command:
 * a name out of somebody's SQL could mask, forge or stop what comes after (GitHub, workflow commands; runner, ActionCommand.cs).
 */
export function plainLines(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => line.replace(/^(\s*):(?=:)/, '$1:\u200b').replaceAll('##[', '##\u200b['))
    .join('\n')
}
