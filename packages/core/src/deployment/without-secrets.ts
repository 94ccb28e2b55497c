import type { Environment } from '../config/config.ts'
import type { Host } from '../ports/runtime.ts'

/** What could be guessed or stands everywhere is no secret, and masking it would make a message unreadable. */
const shortest = 4

/** Values that an environment's databases and declared configuration took from `env:NAME`, and the passwords of its database URLs, in every form they could show; longest first, so that a part never spoils the whole.
 *  @throws StagecoachError `env-missing` */
export function secretsOf(
  host: Pick<Host, 'secrets'>,
  { databases, config }: Pick<Environment, 'databases' | 'config'>,
): string[] {
  const urls = Object.values(databases).map(({ url }) => url)
  const written = [...urls, ...Object.values(config).filter((value) => value.startsWith('env:'))]
  const resolved = Object.values(host.secrets.resolve(Object.fromEntries(written.map((value) => [value, value]))))
  const hidden = resolved.filter((value) => !written.includes(value))
  const parts = [...hidden.flatMap((value) => [value, ...lines(value)]), ...resolved.flatMap(passwords)]
  return [...new Set(parts)].filter((part) => part.length >= shortest).sort((a, b) => b.length - a.length)
}

/** The text with `***` in place of each secret. For whatever leaves this run: log, ledger, GitHub. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce((hidden, secret) => hidden.replaceAll(secret, '***'), text)
}

/** A key of several lines: a message keeps the last lines of an output only, which may begin inside it. */
function lines(value: string): string[] {
  return value.split('\n').map((line) => line.trim())
}

function passwords(value: string): string[] {
  const password = URL.canParse(value) ? new URL(value).password : ''
  return [password, decoded(password)]
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // A lone percent sign: the text is not encoded.
    return text
  }
}
