import { styleText } from 'node:util'

export type Tone = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan'
export type Style = (tone: Tone, text: string) => string

/** Only on a terminal, and not with NO_COLOR (https://no-color.org) or TERM=dumb. */
export function isStyled(sink: { isTerminal: boolean }, environment: Readonly<Record<string, string | undefined>>): boolean {
  return sink.isTerminal && (environment['NO_COLOR'] ?? '') === '' && environment['TERM'] !== 'dumb'
}

/** Colour where it is wanted, else the text alone. */
export function styleFor(sink: { isTerminal: boolean }, environment: Readonly<Record<string, string | undefined>>): Style {
  return isStyled(sink, environment) ? (tone, text) => styleText(tone, text, { validateStream: false }) : (_tone, text) => text
}
