import type { Environment } from '../config/config.ts'
import type { Host } from '../ports/runtime.ts'

/** What could be guessed or stands everywhere is no secret, and masking it would make a message unreadable. */
const shortest = 4

/** Values that an environment's databases and declared configuration took from `env:NAME`, and the passwords of its URLs, in every form they could show; longest first, so that a part never spoils the whole.
 *  @throws StagecoachError `env-missing` */
export function secretsOf(
  host: Pick<Host, 'secrets'>,
  { databases, config }: Pick<Environment, 'databases' | 'config'>,
): string[] {
  const written = [...Object.values(databases).map(({ url }) => url), ...Object.values(config)]
  const values = host.secrets.resolve(Object.fromEntries(written.map((each) => [each, each])))
  return sorted(Object.entries(values).flatMap(([each, value]) => secretForms(each, value)))
}

/** What is secret in one value of the configuration, as written there and as resolved; longest first. */
export function secretsIn(written: string, value: string): string[] {
  return sorted(secretForms(written, value))
}

/** The text with `***` in place of each secret. For whatever leaves this run: log, ledger, GitHub. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce((hidden, secret) => hidden.replaceAll(secret, '***'), text)
}

/** All of what came from `env:NAME`, also line by line: a message keeps the last lines of an output only, which may begin inside it. Of what the file shows itself only a password. */
function secretForms(written: string, value: string): string[] {
  const password = URL.canParse(value) ? new URL(value).password : ''
  const hidden = written.startsWith('env:') ? [value, ...value.split('\n').map((line) => line.trim())] : []
  return [...hidden, password, decoded(password)]
}

function sorted(forms: readonly string[]): string[] {
  return [...new Set(forms)].filter((form) => form.length >= shortest).sort((a, b) => b.length - a.length)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // A lone percent sign: the text is not encoded.
    return text
  }
}
