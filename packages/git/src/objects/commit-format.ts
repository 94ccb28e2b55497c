import type { Commit, NewCommit, NewTag, Oid, Person } from '@stagecoach/core'

const personLine = /^(.*?) ?<(.*)> (-?\d+) [+-]\d{4}$/

export function parseCommit(oid: Oid, bytes: Buffer): Commit {
  const { headers, message } = split(bytes)
  const author = parsePerson(headers.get('author')?.[0] ?? '')
  const committer = parsePerson(headers.get('committer')?.[0] ?? '')
  return {
    oid,
    tree: headers.get('tree')?.[0] ?? '',
    parents: headers.get('parent') ?? [],
    author: author.person,
    committer: committer.person,
    authoredAt: author.at,
    committedAt: committer.at,
    message,
  }
}

export interface Tag {
  object: Oid
  type: string
  name: string
  message: string
}

export function parseTag(bytes: Buffer): Tag {
  const { headers, message } = split(bytes)
  const one = (name: string): string => headers.get(name)?.[0] ?? ''
  return { object: one('object'), type: one('type'), name: one('tag'), message }
}

export function formatCommit(commit: NewCommit): Buffer {
  const lines = [
    `tree ${commit.tree}`,
    ...commit.parents.map((parent) => `parent ${parent}`),
    `author ${formatPerson(commit.author, commit.at)}`,
    `committer ${formatPerson(commit.committer, commit.at)}`,
  ]
  return Buffer.from(`${lines.join('\n')}\n\n${ended(commit.message)}`)
}

export function formatTag(tag: NewTag, type: string): Buffer {
  const lines = [`object ${tag.object}`, `type ${type}`, `tag ${tag.name}`, `tagger ${formatPerson(tag.tagger, tag.at)}`]
  return Buffer.from(`${lines.join('\n')}\n\n${ended(tag.message)}`)
}

/** Continuation lines (signatures) belong to the header before them and are not needed. */
function split(bytes: Buffer): { headers: Map<string, string[]>; message: string } {
  const end = bytes.indexOf('\n\n')
  const head = (end === -1 ? bytes : bytes.subarray(0, end)).toString('utf8')
  const headers = new Map<string, string[]>()
  for (const line of head.split('\n')) {
    const space = line.indexOf(' ')
    if (space > 0) headers.set(line.slice(0, space), [...(headers.get(line.slice(0, space)) ?? []), line.slice(space + 1)])
  }
  const message = end === -1 ? '' : bytes.subarray(end + 2).toString('utf8')
  return { headers, message: message.replace(/\n+$/, '') }
}

function parsePerson(line: string): { person: Person; at: string } {
  const match = personLine.exec(line)
  const seconds = Number(match?.[3] ?? 0)
  return { person: { name: match?.[1] ?? line, email: match?.[2] ?? '' }, at: isoSeconds(seconds) }
}

function isoSeconds(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z')
}

/** Characters that would end the field early are left out, as git does (ident.c). */
function formatPerson(person: Person, at: string): string {
  // eslint-disable-next-line no-control-regex -- git refuses NUL and line ends inside names
  const clean = (text: string): string => text.replace(/[<>\n\r\x00]/g, '').trim()
  return `${clean(person.name)} <${clean(person.email)}> ${Math.floor(Date.parse(at) / 1000)} +0000`
}

function ended(message: string): string {
  return message.endsWith('\n') || message === '' ? message : `${message}\n`
}
