import { styleText } from 'node:util'

export type Tone = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan'
export type Style = (tone: Tone, text: string) => string

/** Colour only on a terminal, and not with NO_COLOR (https://no-color.org) or TERM=dumb. */
export function styleFor(sink: { isTerminal: boolean }, environment: Readonly<Record<string, string | undefined>>): Style {
  const wanted = sink.isTerminal && (environment['NO_COLOR'] ?? '') === '' && environment['TERM'] !== 'dumb'
  return wanted ? (tone, text) => styleText(tone, text, { validateStream: false }) : (_tone, text) => text
}
