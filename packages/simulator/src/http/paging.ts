import type { Json } from '../present/json.ts'
import type { Answer, RepositoryRequest, RestRequest } from './route.ts'

export interface Page {
  readonly number: number
  readonly size: number
}

function positive(text: string | null, fallback: number): number {
  const value = Number(text ?? fallback)
  return Number.isInteger(value) && value >= 1 ? value : fallback
}

export function pageOf(request: RestRequest, largest = 100): Page {
  const cap = Math.min(largest, request.world.options.pageSizeCap ?? largest)
  return { number: positive(request.query.get('page'), 1), size: Math.min(positive(request.query.get('per_page'), 30), cap) }
}

export function slice<Item>(items: readonly Item[], page: Page): readonly Item[] {
  return items.slice((page.number - 1) * page.size, page.number * page.size)
}

/** The Link header; like GitHub it names a repository by its number. */
function linkHeader(request: RestRequest & Partial<RepositoryRequest>, page: Page, total: number): Record<string, string> {
  const last = Math.max(1, Math.ceil(total / page.size))
  const path = (request.path.split('?')[0] ?? '').replace(
    /^\/repos\/[^/]+\/[^/]+/,
    `/repositories/${request.repository?.id ?? 0}`,
  )
  const to = (number: number, rel: string): string => {
    const query = new URLSearchParams(request.query)
    query.set('page', String(number))
    return `<${request.world.url}${path}?${query.toString()}>; rel="${rel}"`
  }
  const links = [
    ...(page.number > 1 ? [to(page.number - 1, 'prev')] : []),
    ...(page.number < last ? [to(page.number + 1, 'next'), to(last, 'last')] : []),
    ...(page.number > 1 ? [to(1, 'first')] : []),
  ]
  return links.length === 0 ? {} : { link: links.join(', ') }
}

/** One page of a list, as an array. */
export function paged<Item>(request: RestRequest, items: readonly Item[], present: (item: Item) => Json): Answer {
  const page = pageOf(request)
  return { status: 200, body: slice(items, page).map(present), headers: linkHeader(request, page, items.length) }
}

/** One page of a list inside an object with `total_count`. */
export async function pagedUnder<Item>(
  request: RestRequest,
  name: string,
  items: readonly Item[],
  present: (item: Item) => Json | Promise<Json>,
  more: Readonly<Record<string, Json>> = {},
): Promise<Answer> {
  const page = pageOf(request)
  const shown = await Promise.all(slice(items, page).map(present))
  return {
    status: 200,
    body: { ...more, total_count: items.length, [name]: shown },
    headers: linkHeader(request, page, items.length),
  }
}
