/** Who works at the shop. `team` is their team in the organisation, `role` their role on the repository. */
export const people = [
  { login: 'ada', name: 'Ada Lovelace', role: 'write' },
  { login: 'grace', name: 'Grace Hopper', role: 'write' },
  { login: 'linus', name: 'Linus Benedict', role: 'write' },
  { login: 'dora', name: 'Dora Schema', role: 'write', team: 'dba' },
  { login: 'dirk', name: 'Dirk Index', role: 'write', team: 'dba' },
  { login: 'maya', name: 'Maya Release', role: 'admin' },
] as const

export type Login = (typeof people)[number]['login']

/** GitHub's private address of a person: git commits by it are the person's. */
export function emailOf(login: Login): string {
  return `${login}@users.noreply.github.com`
}
