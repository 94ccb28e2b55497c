import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import type { ValidateFunction } from 'ajv'
import formats from 'ajv-formats'
import { isObject } from '../http/body.ts'
import { RateLimits } from '../http/rate-limit.ts'
import { routeName } from '../http/route.ts'
import { Router } from '../http/router.ts'
import { createClock } from '../clock.ts'
import { allRoutes } from '../routes/all-routes.ts'

/** Where GitHub's description is known to be stricter than GitHub, with the reason. */
const exceptions: Readonly<Record<string, string>> = {}

/** Answers any route may give without the description saying so. */
const always = new Set([304, 400, 401, 403, 404, 422])

interface Operation {
  readonly responses: Readonly<Record<string, unknown>>
  readonly request: unknown
  readonly statuses: readonly string[]
}

/** GitHub's OpenAPI description, cut to the simulator's routes (openapi-slice.ts). Schemas compile when first needed. */
export class GithubSchema {
  /** Routes whose answers were held against the description. */
  readonly checked = new Set<string>()
  private readonly operations: Readonly<Record<string, Operation | undefined>>
  private readonly ajv: Ajv
  private readonly compiled = new Map<string, ValidateFunction>()
  private readonly router = new Router(allRoutes(new RateLimits(createClock(undefined, 'standing'))))

  constructor() {
    // The slice is written by our own script; its shape is that of `Operation`.
    const document = JSON.parse(readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8')) as {
      operations: Record<string, Operation>
      components: object
    }
    this.operations = document.operations
    this.ajv = new Ajv({ strict: false, allErrors: true, logger: false })
    formats.default(this.ajv)
    // GitHub answers '' where it has no address, also in its own examples.
    this.ajv.addFormat('uri', (text) => text === '' || URL.canParse(text))
    this.ajv.addSchema({ $id: 'github', components: document.components })
  }

  private validate(key: string, schema: unknown, value: unknown): string[] {
    if (!isObject(schema)) return []
    const text = JSON.stringify(schema).replaceAll('"#/components/', '"github#/components/')
    const known = this.compiled.get(key) ?? this.ajv.compile(JSON.parse(text) as object)
    this.compiled.set(key, known)
    if (known(value) === true || exceptions[key] !== undefined) return []
    return (known.errors ?? []).map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`)
  }

  /** What is wrong with one exchange; empty when nothing is, or when the description does not know the route. */
  problems(method: string, path: string, status: number, request: unknown, response: unknown): readonly string[] {
    const matched = this.router.find(method, path)
    const name = matched === undefined ? '' : routeName(matched.route)
    const operation = this.operations[name]
    if (operation === undefined) return []
    this.checked.add(name)
    const undeclared =
      always.has(status) || status >= 500 || operation.statuses.includes(String(status))
        ? []
        : [`${name}: status ${status} is not declared`]
    if (status >= 300) return undeclared
    const wrong = [
      ...this.validate(`${name} request`, operation.request, request ?? {}),
      ...this.validate(`${name} ${status}`, operation.responses[status], response),
    ]
    return [...undeclared, ...wrong.map((problem) => `${name} ${status}: ${problem}`)]
  }
}
