/** One way of doing a piece of work. It runs in a process of its own; what is not part of the work is done before `start` and after `end`. */
export interface Side {
  label: string
  /** Whether a user of this way would run a Node process too, so that the worker's own memory counts. */
  node: boolean
  /** @returns what both sides must agree on, such as a tree id */
  run(fixture: Fixture, clock: Clock): Promise<string>
}

export interface Clock {
  start(): void
  end(): void
}

/** What `prepare` made, as it travels to the workers: names, folders, URLs. */
export type Fixture = Record<string, string>

/** Both sides do the same work on the same fixture, in turns. */
export interface Bench {
  what: string
  /** `postgres` benches are left out, and named, where there is no server. */
  needs?: 'postgres'
  /** Makes in `folder` what every round finds; rounds must leave it as it was. `server` is the URL of a superuser's database. */
  prepare(folder: string, server: string): Promise<Fixture>
  ours: Side
  instead: Side
}
