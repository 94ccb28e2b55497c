import type { PermissionLevel, PermissionName } from '../permissions.ts'
import type { Principal } from '../principal.ts'
import type { Json, JsonObject } from '../present/json.ts'
import type { CollaboratorRole } from '../simulator.ts'
import type { Repository } from '../world/repository.ts'
import type { Act, World } from '../world/world.ts'

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'

export interface Answer {
  readonly status: number
  readonly body?: Json
  readonly headers?: Readonly<Record<string, string>>
}

export interface RestRequest {
  readonly world: World
  readonly principal: Principal
  readonly act: Act
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly body: JsonObject
  /** Path and query as called, for links. */
  readonly path: string
}

export interface RepositoryRequest extends RestRequest {
  readonly repository: Repository
}

export type Need = readonly [PermissionName, PermissionLevel]

interface RouteFacts {
  readonly method: Method
  /** As GitHub's OpenAPI description writes it. */
  readonly template: string
  /** Any one of these lets a job's or App's token in; none: any token, also an absent one. */
  readonly needs: readonly Need[]
}

export interface RepositoryRoute extends RouteFacts {
  readonly scope: 'repository'
  /** What a person must be to the repository. */
  readonly role: CollaboratorRole
  handle(request: RepositoryRequest): Answer | Promise<Answer>
}

export interface GlobalRoute extends RouteFacts {
  readonly scope: 'global'
  handle(request: RestRequest): Answer | Promise<Answer>
}

export type Route = RepositoryRoute | GlobalRoute

const base = '/repos/{owner}/{repo}'

/** A route below `/repos/{owner}/{repo}`. People need `read` for GET and `write` for the rest unless `role` says otherwise. */
export function repositoryRoute(
  method: Method,
  below: string,
  needs: readonly Need[],
  handle: RepositoryRoute['handle'],
  role: CollaboratorRole = method === 'GET' ? 'read' : 'write',
): RepositoryRoute {
  return { scope: 'repository', method, template: base + below, needs, role, handle }
}

export function globalRoute(
  method: Method,
  template: string,
  needs: readonly Need[],
  handle: GlobalRoute['handle'],
): GlobalRoute {
  return { scope: 'global', method, template, needs, handle }
}

export const read = (name: PermissionName): Need => [name, 'read']
export const write = (name: PermissionName): Need => [name, 'write']

export function routeName(route: Route): string {
  return `${route.method} ${route.template}`
}

export const ok = (body: Json): Answer => ({ status: 200, body })
export const created = (body: Json): Answer => ({ status: 201, body })
export const noContent: Answer = { status: 204 }
