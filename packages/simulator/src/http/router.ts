import type { Route } from './route.ts'

export interface Matched {
  readonly route: Route
  readonly params: Readonly<Record<string, string>>
}

/** Parameters whose value may contain slashes, encoded (octokit) or plain (curl). */
const spanning = new Set(['ref', 'branch', 'path', 'basehead', 'environment_name'])

interface Compiled {
  readonly route: Route
  readonly pattern: RegExp
  readonly names: readonly string[]
  readonly literals: number
}

function compile(route: Route): Compiled {
  const names: string[] = []
  const source = route.template.replace(/\{(\w+)\}|[.^$*+?()[\]|\\]/g, (text, name: string | undefined) => {
    if (name === undefined) return `\\${text}`
    names.push(name)
    return spanning.has(name) ? '(.+)' : '([^/]+)'
  })
  const literals = route.template.split('/').filter((segment) => segment !== '' && !segment.startsWith('{')).length
  return { route, pattern: new RegExp(`^${source}$`), names, literals }
}

function decode(value: string): string | undefined {
  try {
    return decodeURIComponent(value)
  } catch {
    return undefined
  }
}

/** Finds routes; of two that fit, the one with more fixed segments wins (`/commits/{ref}/status` before `/commits/{ref}`). */
export class Router {
  readonly routes: readonly Route[]
  private readonly compiled: readonly Compiled[]

  constructor(routes: readonly Route[]) {
    this.routes = routes
    this.compiled = routes.map(compile).sort((one, other) => other.literals - one.literals)
  }

  find(method: string, path: string): Matched | undefined {
    for (const { route, pattern, names } of this.compiled) {
      if (route.method !== method) continue
      const match = pattern.exec(path.replace(/\/+$/, ''))
      if (match === null) continue
      const values = names.map((name, index) => [name, decode(match[index + 1] ?? '')] as const)
      if (values.some(([, value]) => value === undefined || value.includes('\0'))) continue
      return { route, params: Object.fromEntries(values.map(([name, value]) => [name, value ?? ''])) }
    }
    return undefined
  }
}
