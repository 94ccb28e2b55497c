import type { Sink, Surroundings } from '../surroundings.ts'
import { isStyled, styleFor, type Style } from './style.ts'
import { tame } from './tame.ts'

/** What people see. Values that came out of secrets never get through. */
export interface Terminal {
  /** Style for stdout. */
  readonly style: Style
  /** Width of stdout; undefined where nobody has to break lines. */
  readonly columns: number | undefined
  /** Progress on stderr, one line each. */
  progress(line: string): void
  warn(line: string): void
  error(text: string): void
  out(text: string): void
  hide(secret: string): void
}

export function openTerminal({ stdout, stderr, environment }: Surroundings): Terminal {
  const secrets = new Set<string>()
  const clean = (text: string): string => [...secrets].reduce((rest, secret) => rest.replaceAll(secret, '***'), text)
  const say = (sink: Sink, text: string): void => sink.write(`${tame(clean(text), isStyled(sink, environment))}\n`)
  const loud = styleFor(stderr, environment)
  return {
    style: styleFor(stdout, environment),
    columns: stdout.columns,
    progress: (line) => say(stderr, loud('dim', `· ${line}`)),
    warn: (line) => say(stderr, `${loud('yellow', 'warning:')} ${line}`),
    error: (text) => say(stderr, `${loud('red', 'error:')} ${text}`),
    out: (text) => say(stdout, text),
    hide(secret) {
      if (secret.length > 1) secrets.add(secret)
    },
  }
}
