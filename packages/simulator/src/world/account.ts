import type { SimClock } from '../clock.ts'

export interface Account {
  readonly id: number
  readonly login: string
  readonly type: 'User' | 'Bot' | 'Organization'
  readonly name: string | undefined
  /** The address of commits that GitHub writes for this account. */
  readonly email: string
  readonly createdAt: string
  /** Organisations: login → owner or member. */
  readonly members: Map<string, 'admin' | 'member'>
}

export interface Team {
  readonly id: number
  readonly organization: string
  readonly slug: string
  readonly members: Set<string>
  readonly createdAt: string
}

export interface AppFacts {
  readonly id: number
  readonly slug: string
}

/** The App behind GITHUB_TOKEN, with the ids it has on github.com. */
export const actionsApp: AppFacts = { id: 15368, slug: 'github-actions' }

export function botLogin(slug: string): string {
  return `${slug}[bot]`
}

/** Everybody the server knows. Logins are compared without case. */
export class Accounts {
  readonly teams: Team[] = []
  readonly apps: AppFacts[] = [actionsApp]
  private readonly byLogin = new Map<string, Account>()
  private readonly clock: SimClock
  private readonly nextId: () => number

  constructor(clock: SimClock, nextId: () => number) {
    this.clock = clock
    this.nextId = nextId
    this.add({ login: 'web-flow', id: 19864447, type: 'User', name: 'GitHub Web Flow', email: 'noreply@github.com' })
    this.add({ login: botLogin(actionsApp.slug), id: 41898282, type: 'Bot' })
  }

  add(facts: {
    login: string
    type: Account['type']
    id?: number
    name?: string | undefined
    email?: string | undefined
  }): Account {
    if (!/^[A-Za-z0-9][A-Za-z0-9-]*(\[bot\])?$/.test(facts.login)) throw new Error(`Not a login: "${facts.login}".`)
    if (this.find(facts.login) !== undefined) throw new Error(`There is a "${facts.login}" already.`)
    const id = facts.id ?? this.nextId()
    const noreply = `${facts.type === 'Bot' ? `${id}+` : ''}${facts.login}@users.noreply.github.com`
    const account: Account = {
      id,
      login: facts.login,
      type: facts.type,
      name: facts.name,
      email: facts.email ?? noreply,
      createdAt: this.clock.iso(),
      members: new Map(),
    }
    this.byLogin.set(facts.login.toLowerCase(), account)
    return account
  }

  addApp(slug: string): AppFacts {
    const known = this.apps.find((app) => app.slug === slug)
    if (known !== undefined) return known
    const app = { id: this.nextId(), slug }
    this.apps.push(app)
    this.add({ login: botLogin(slug), type: 'Bot' })
    return app
  }

  find(login: string): Account | undefined {
    return this.byLogin.get(login.toLowerCase())
  }

  get(login: string): Account {
    const account = this.find(login)
    if (account === undefined) throw new Error(`Nobody is called "${login}".`)
    return account
  }

  all(): readonly Account[] {
    return [...this.byLogin.values()]
  }

  /** Whom GitHub shows beside a commit with this address: the account's own, or one of the two noreply forms. */
  findByEmail(email: string): Account | undefined {
    const noreply = /^(?:(\d+)\+)?([^@]+)@users\.noreply\.github\.com$/i.exec(email)
    const [, id, login] = noreply ?? []
    return this.all().find(
      (account) =>
        account.email.toLowerCase() === email.toLowerCase() ||
        (login !== undefined &&
          (id === undefined ? account.login.toLowerCase() === login.toLowerCase() : account.id === Number(id))),
    )
  }

  findTeam(organization: string, slug: string): Team | undefined {
    return this.teams.find((team) => team.organization.toLowerCase() === organization.toLowerCase() && team.slug === slug)
  }
}
