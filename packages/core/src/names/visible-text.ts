/** Controls, marks that turn the direction of text or have no width, separators of lines, halves of letters: nobody sees them, and some steer what shows them. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu

/** Text with `\u{fffd}` in the place of what nobody sees; line feeds and tabs stay, a carriage return only as a part of a line's end. */
export function visibleText(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(unseen, (letter) => (letter === '\n' || letter === '\t' ? letter : '\u{fffd}'))
}

/** A document as JSON of two spaces: what nobody sees is escaped, and so is the older mark of a runner's commands. It is read back as it was. */
export function visibleJson(document: unknown): string {
  return JSON.stringify(document, undefined, 2)
    .replace(unseen, (letter) => (letter === '\n' ? letter : escaped(letter)))
    .replaceAll('##[', '##\\u005b')
}

function escaped(letter: string): string {
  const units = Array.from({ length: letter.length }, (_, at) => letter.charCodeAt(at))
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('')
}
