import { StagecoachError } from '@stagecoach/core'

/** More than 50 pages of 100 means that we ask the wrong question. */
export const mostPages = 50

/** The one paginator: all entries of a list, page by page as the `Link` header says. Give it `client.paginate.iterator(…)` with `per_page: 100`. Errors: `list-too-long`. */
export async function allPages<T>(pages: AsyncIterable<{ data: T[] }>): Promise<T[]> {
  const entries: T[] = []
  let seen = 0
  for await (const page of pages) {
    seen += 1
    if (seen > mostPages)
      throw new StagecoachError('list-too-long', `GitHub lists more than ${entries.length} entries; stopped reading.`, {
        hint: 'Close old pull requests or delete old comments.',
      })
    entries.push(...page.data)
  }
  return entries
}

/** What every list call asks for: the largest page GitHub gives. */
export const fullPage = { per_page: 100 } as const
