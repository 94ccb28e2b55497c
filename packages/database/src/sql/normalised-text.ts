import { foldCase } from './fold-case.ts'
import { isComment, type ScanToken } from './parser.ts'

/**
 * Token stream of a file without comments, white space and empty statements; words in lower case unless quoted. Two files with the
 * same stream do the same, so an edited comment in an applied migration is a notice and not a change (prisma#26005).
 */
export function normalisedText(tokens: readonly ScanToken[]): string {
  const words: string[] = []
  for (const token of tokens.filter((each) => !isComment(each))) {
    const word = wordOf(token)
    if (word === ';' && (words.length === 0 || words.at(-1) === ';')) continue
    words.push(word)
  }
  if (words.at(-1) === ';') words.pop()
  // A separator that no token can hold outside of a literal, and literals carry their own length.
  return words.map((word) => `${String(word.length)}:${word}`).join('\n')
}

/** Literals and quoted identifiers mean what they say; keywords, numbers and unquoted names fold. */
function wordOf(token: ScanToken): string {
  return /['"$]/.test(token.text) ? token.text : foldCase(token.text)
}
