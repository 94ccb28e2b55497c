import { readdirSync, readFileSync } from 'node:fs'

const folder = new URL('../../../docs/bad-days/', import.meta.url)

/** The commands on the pages of docs/bad-days: a test takes each one from its page, so that none stays there untried. */
export interface BadDayPages {
  /** A command that can be run as it stands, about `name` in place of the page's package. */
  command(page: string, start: string, name: string): string
  /** Whether the page shows this command, but for ids of commits; `name` is the package it is about. */
  shows(page: string, run: string, name: string): boolean
  /** Commands that nobody took yet. */
  untried(...pages: string[]): string[]
}

/** Placeholders on the pages: the package `gift-cards`, and ids of commits that are cut short with `…`. */
export function openBadDayPages(): BadDayPages {
  const pages = new Map(
    readdirSync(folder)
      .filter((file) => file.endsWith('.md'))
      .map((file) => [file.replace(/\.md$/, ''), commandsOf(readFileSync(new URL(file, folder), 'utf8'))]),
  )
  const tried = new Set<string>()
  const linesOf = (page: string): string[] => {
    const lines = pages.get(page)
    if (lines === undefined) throw new Error(`There is no page ${page}.`)
    return lines
  }
  return {
    command(page, start, name) {
      const line = linesOf(page).find((each) => each.startsWith(start))
      if (line === undefined) throw new Error(`The page ${page} shows no command '${start}…'.`)
      tried.add(`${page}: ${line}`)
      return line.replaceAll('gift-cards', name)
    },
    shows(page, run, name) {
      const wanted = withoutIds(run)
      const line = linesOf(page).find((each) => withoutIds(each).replaceAll('gift-cards', name) === wanted)
      if (line !== undefined) tried.add(`${page}: ${line}`)
      return line !== undefined
    },
    untried(...names) {
      const chosen = names.length === 0 ? [...pages.keys()] : names
      return chosen.flatMap((page) =>
        linesOf(page).flatMap((line) => (tried.has(`${page}: ${line}`) ? [] : [`${page}: ${line}`])),
      )
    },
  }
}

function commandsOf(markdown: string): string[] {
  const blocks = [...markdown.matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, block = '']) => block)
  return blocks
    .flatMap((block) => block.split('\n').map((line) => line.replace(/\s+#.*$/, '').trim()))
    .filter((line) => line !== '')
}

function withoutIds(command: string): string {
  return command.replace(/\b[0-9a-f]{7,40}(?![0-9a-z])…?/g, '<id>')
}
