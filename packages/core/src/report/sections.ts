/** GitHub refuses longer comments: 65,536 characters, counted here in bytes to be sure. */
export const commentLimit = 65_536

export interface Section {
  /** Undefined for what stands on top. */
  title?: string
  /** Markdown; an empty section is left out. */
  body: string
  /** What must go first when all is too long: the highest number. 0 stays. */
  dispensable: number
}

/** Sections in the order given, as one text of at most `limit` bytes; what had to be left out is named. */
export function renderSections(sections: readonly Section[], limit: number = commentLimit): string {
  let kept = sections.filter((section) => section.body !== '')
  for (;;) {
    const text = join(kept, sections)
    if (Buffer.byteLength(text) <= limit) return text
    const worst = Math.max(...kept.map((section) => section.dispensable))
    if (worst <= 0) return cut(text, limit)
    const index = kept.findLastIndex((section) => section.dispensable === worst)
    kept = kept.filter((_, at) => at !== index)
  }
}

function join(kept: readonly Section[], all: readonly Section[]): string {
  const left = all.filter((section) => section.body !== '' && !kept.includes(section)).flatMap((section) => section.title ?? [])
  const texts = kept.map(({ title, body }) => (title === undefined ? body : `### ${title}\n\n${body}`))
  if (left.length > 0)
    texts.push(`_Too long for a comment, left out: ${left.join(', ')}. The summary of the job that wrote this has all._`)
  return `${texts.join('\n\n')}\n`
}

/** At the end of a line, so that no character and no table row is torn. */
function cut(text: string, limit: number): string {
  const note = '\n\n_Cut: too long for a comment._\n'
  const lines = text.split('\n')
  let size = Buffer.byteLength(note)
  const fitting = lines.findIndex((line) => (size += Buffer.byteLength(line) + 1) > limit)
  return lines.slice(0, fitting === -1 ? undefined : fitting).join('\n') + note
}
