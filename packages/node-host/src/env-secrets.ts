import { StagecoachError, type Secrets } from '@stagecoach/core'

/** `env:NAME` resolved from an environment. `onSecret` sees each value that came from there, and the parts by which it could show elsewhere. Errors: `env-missing`, all names at once. */
export function createEnvSecrets(
  environment: Readonly<Record<string, string | undefined>>,
  onSecret: (value: string) => void = () => undefined,
): Secrets {
  return {
    resolve(values) {
      const missing = new Set(Object.values(values).flatMap((value) => (isMissing(environment, value) ? [value.slice(4)] : [])))
      if (missing.size > 0) throw missingError([...missing])
      return Object.fromEntries(
        Object.entries(values).map(([key, value]) => {
          if (!value.startsWith('env:')) return [key, value]
          const resolved = environment[value.slice(4)] ?? ''
          for (const part of secretParts(resolved)) onSecret(part)
          return [key, resolved]
        }),
      )
    },
  }
}

/** An empty variable is what an unset secret becomes in a workflow, so it counts as missing. */
function isMissing(environment: Readonly<Record<string, string | undefined>>, value: string): boolean {
  return value.startsWith('env:') && (environment[value.slice(4)] ?? '') === ''
}

function missingError(names: readonly string[]): StagecoachError {
  const lines = names.map((name) => `${name}: \${{ secrets.${name} }}`).join(', ')
  return new StagecoachError(
    'env-missing',
    `The configuration names ${names.map((name) => `env:${name}`).join(', ')}, which ${names.length === 1 ? 'is' : 'are'} not set.`,
    {
      hint: `Add to the step's \`env:\` in the workflow: ${lines} (or export ${names.length === 1 ? 'it' : 'them'} at a terminal).`,
    },
  )
}

/** The value and, of a URL with credentials, its password as written and decoded. One-letter texts would mask everything. */
function secretParts(value: string): string[] {
  const password = URL.canParse(value) ? new URL(value).password : ''
  return [...new Set([value, password, decoded(password)])].filter((part) => part.length > 1)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // A lone percent sign: the text is not encoded.
    return text
  }
}
