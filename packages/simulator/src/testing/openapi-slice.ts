/**
 * Cuts from GitHub's OpenAPI description what the simulator's routes answer:
 *   npm pack @octokit/openapi@23.0.2 && tar xzf octokit-openapi-*.tgz package/generated/api.github.com.json
 *   node packages/simulator/src/testing/openapi-slice.ts package/generated/api.github.com.json
 * Kept: schemas of successful answers and of request bodies. Descriptions and examples go; `nullable` becomes a JSON Schema type,
 * because ajv refuses "nullable" without "type".
 */
import { readFile, writeFile } from 'node:fs/promises'
import { allRoutes } from '../routes/all-routes.ts'
import { RateLimits } from '../http/rate-limit.ts'
import { createClock } from '../clock.ts'

type Node = { [key: string]: unknown }

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value)
const dropped = new Set(['description', 'example', 'examples', 'title', 'deprecated', 'externalDocs', 'readOnly', 'nullable'])

const source: unknown = JSON.parse(await readFile(process.argv[2] ?? '', 'utf8'))
if (!isNode(source)) throw new Error('Not an OpenAPI description.')
const wanted = new Set<string>()

function at(path: readonly string[]): unknown {
  return path.reduce<unknown>((node, key) => (isNode(node) ? node[key] : undefined), source)
}

function follow(value: unknown): unknown {
  return isNode(value) && typeof value['$ref'] === 'string' ? follow(at(value['$ref'].slice(2).split('/'))) : value
}

function withNull(schema: Node): Node {
  const type = schema['type']
  if (typeof type !== 'string') return { anyOf: [schema, { type: 'null' }] }
  const choices = schema['enum']
  return { ...schema, type: [type, 'null'], ...(Array.isArray(choices) ? { enum: [...new Set([...choices, null])] } : {}) }
}

/** `named`: the keys are names of properties, not words of JSON Schema. */
function trim(value: unknown, named = false): unknown {
  if (Array.isArray(value)) return value.map((item) => trim(item))
  if (!isNode(value)) return value
  if (typeof value['$ref'] === 'string') {
    wanted.add(value['$ref'].split('/').at(-1) ?? '')
    return { $ref: value['$ref'] }
  }
  const kept = Object.entries(value).filter(([key]) => named || !(dropped.has(key) || key.startsWith('x-')))
  const result = Object.fromEntries(kept.map(([key, item]) => [key, trim(item, !named && key === 'properties')]))
  return !named && value['nullable'] === true ? withNull(result) : result
}

function schemaOf(holder: unknown): unknown {
  const media = at2(follow(holder), ['content', 'application/json', 'schema'])
  return media === undefined ? undefined : trim(media)
}

function at2(node: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((here, key) => (isNode(here) ? here[key] : undefined), node)
}

const operations: Node = {}
for (const { method, template } of allRoutes(new RateLimits(createClock(undefined, 'standing')))) {
  const operation = at(['paths', template, method.toLowerCase()])
  if (!isNode(operation)) {
    console.error(`Not in the description: ${method} ${template}`)
    continue
  }
  const responses = isNode(operation['responses']) ? operation['responses'] : {}
  const answers = Object.entries(responses).filter(([status]) => status.startsWith('2'))
  operations[`${method} ${template}`] = {
    responses: Object.fromEntries(answers.map(([status, answer]) => [status, schemaOf(answer) ?? null])),
    request: schemaOf(operation['requestBody']) ?? null,
    statuses: Object.keys(responses),
  }
}

const schemas: Node = {}
for (let missing = [...wanted]; missing.length > 0; missing = [...wanted].filter((name) => !(name in schemas))) {
  for (const name of missing) schemas[name] = trim(at(['components', 'schemas', name]))
}

const notice = {
  source:
    'https://github.com/octokit/openapi, package @octokit/openapi@23.0.2, api.github.com.json, cut by src/testing/openapi-slice.ts',
  license: 'MIT License, Copyright (c) 2020 Octokit contributors: see openapi-LICENSE beside this file.',
}
const text = JSON.stringify({ notice, operations, components: { schemas } })
await writeFile(new URL('../../openapi.json', import.meta.url), `${text}\n`)
console.log(
  `${Object.keys(operations).length} operations, ${Object.keys(schemas).length} schemas, ${Math.round(text.length / 1024)} KB`,
)
