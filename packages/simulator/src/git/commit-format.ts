import type { Commit, NewCommit, Signature } from './commits.ts'

function signature(text: string | undefined): Signature {
  const [, name = '', email = '', seconds = '0'] = /^(.*?) ?<([^>]*)>(?: (-?\d+).*)?$/.exec(text ?? '') ?? []
  return { name, email, date: new Date(Number(seconds) * 1000).toISOString().replace('.000Z', 'Z') }
}

/** A commit object as it is stored. Undefined when it is written in another encoding than UTF-8. */
export function parseCommit(sha: string, content: Buffer): Commit | undefined {
  const text = content.toString('utf8')
  const end = text.indexOf('\n\n')
  const lines = (end < 0 ? text : text.slice(0, end)).split('\n')
  const all = (name: string): string[] =>
    lines.flatMap((line) => (line.startsWith(`${name} `) ? [line.slice(name.length + 1)] : []))
  if (all('encoding').length > 0) return undefined
  return {
    sha,
    tree: all('tree')[0] ?? '',
    parents: all('parent'),
    author: signature(all('author')[0]),
    committer: signature(all('committer')[0]),
    message: end < 0 ? '' : text.slice(end + 2).replace(/\n+$/, ''),
  }
}

/** The bytes of a commit object, as `git commit-tree` writes it. */
export function formatCommit({ tree, parents, author, committer, message }: NewCommit): Buffer {
  const lines = [
    `tree ${tree}`,
    ...parents.map((parent) => `parent ${parent}`),
    `author ${ident(author)}`,
    `committer ${ident(committer)}`,
    '',
    message,
  ]
  return Buffer.from(lines.join('\n'), 'utf8')
}

/** git drops what would end a name or an address too early (ident.c, strbuf_addstr_without_crud). */
function ident({ name, email, date }: Signature): string {
  const clean = (text: string): string => text.replace(/^[\p{Cc} .,:;<>"\\']+|[\p{Cc} .,:;<>"\\']+$/gu, '').replace(/[\n<>]/g, '')
  const seconds = Math.floor(Date.parse(date) / 1000)
  if (Number.isNaN(seconds)) throw new TypeError(`"${date}" is no date.`)
  return `${clean(name)} <${clean(email)}> ${seconds} +0000`
}
