const pattern = /^env:([A-Za-z_][A-Za-z0-9_]{0,127})$/

export const variableNamePattern = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/

/** The name behind `env:NAME`; undefined when the text is a literal. */
export function parseEnvironmentVariable(text: string): string | undefined {
  return pattern.exec(text)?.[1]
}

export function formatEnvironmentVariable(name: string): string {
  return `env:${name}`
}

/** As people write variables, with the `env:` forgotten. */
export function looksLikeVariable(text: string): boolean {
  return /^[A-Z][A-Z0-9_]*$/.test(text)
}

/** Begins like a reference and is none: a slip that must not be taken for a literal. */
export function isBrokenReference(text: string): boolean {
  return text.startsWith('env:') && !pattern.test(text)
}
