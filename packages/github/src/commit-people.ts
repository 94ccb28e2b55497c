import type { CommitPerson, Oid } from '@stagecoach/core'
import type { Api } from './api.ts'
import { allPages, fullPage } from './paginate.ts'

interface CommitAnswer {
  commit: { author?: { email?: string } | null; committer?: { email?: string } | null; message: string }
  author?: { login?: string } | null
  committer?: { login?: string } | null
}

/** Everybody named by the commits base..head, each once: authors and committers with the login GitHub knows, co-authors by their trailers. */
export async function commitPeople(api: Api, base: Oid, head: Oid): Promise<CommitPerson[]> {
  const commits = await api.attempt(`compare ${base.slice(0, 12)} with ${head.slice(0, 12)}`, () =>
    allPages(commitPages(api, `${base}...${head}`)),
  )
  const people = new Map<string, CommitPerson>()
  for (const person of commits.flatMap(peopleOf)) people.set(`${person.login ?? ''} ${person.email}`, person)
  return [...people.values()]
}

/** A comparison is one object per page with a list in it, which the paginate plugin hands on as it is. */
async function* commitPages({ client, owner, repo }: Api, basehead: string): AsyncGenerator<{ data: CommitAnswer[] }> {
  const pages = client.paginate.iterator('GET /repos/{owner}/{repo}/compare/{basehead}', { owner, repo, basehead, ...fullPage })
  for await (const { data } of pages) yield { data: commitsOf(data) }
}

function commitsOf(comparison: unknown): CommitAnswer[] {
  // The plugin types a page as a list; here it is the comparison itself.
  return (comparison as { commits: CommitAnswer[] }).commits
}

export function peopleOf({ commit, author, committer }: CommitAnswer): CommitPerson[] {
  return [
    person(commit.author?.email, author?.login),
    person(commit.committer?.email, committer?.login),
    ...coAuthors(commit.message).map((email) => person(email, loginOfNoreply(email))),
  ].flat()
}

/** E-mail addresses of `Co-authored-by: Name <address>` lines. https://docs.github.com/en/pull-requests/committing-changes-to-your-project/creating-and-editing-commits/creating-a-commit-with-multiple-authors */
export function coAuthors(message: string): string[] {
  return [...message.matchAll(/^co-authored-by:.*<([^<>\s]+@[^<>\s]+)>\s*$/gim)].flatMap(([, email]) => email ?? [])
}

/** `12345+ada@users.noreply.github.com` and `ada@users.noreply.github.com` name the login. */
function loginOfNoreply(email: string): string | undefined {
  return /^(?:\d+\+)?([^@+]+)@users\.noreply\.github\.com$/i.exec(email)?.[1]
}

function person(email: string | undefined, login: string | undefined): CommitPerson[] {
  if (email === undefined && login === undefined) return []
  return [{ email: (email ?? '').toLowerCase(), ...(login === undefined ? {} : { login }) }]
}
