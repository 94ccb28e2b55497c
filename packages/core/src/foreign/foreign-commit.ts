import type { Commit } from '../ports/git.ts'
import type { ForeignCommit } from './tip-trouble.ts'

export function foreignCommit({ oid, author, message, committedAt, parents }: Commit): ForeignCommit {
  return { oid, author: author.name, subject: message.split('\n')[0] ?? '', at: committedAt, merge: parents.length > 1 }
}
