/** The rooms of the house (docs/design.md) and which of our own packages each may import. What is not listed is forbidden. */
export interface Room {
  /** Our packages, by the name behind `@stagecoach/`. */
  imports: readonly string[]
  /** Allowed only as `await import(…)`, so that a run that does not need it does not load it. */
  lazy?: readonly string[]
  /** Allowed in its tests, and only there. */
  tests?: readonly string[]
}

export const rooms: Record<string, Room> = {
  'packages/core': { imports: [] },
  'packages/git': { imports: ['core'] },
  'packages/github': { imports: ['core'], tests: ['simulator'] },
  'packages/database': { imports: ['core'] },
  'packages/node-host': { imports: ['core'] },
  'packages/action-kit': { imports: ['core', 'git', 'github', 'database', 'node-host'] },
  'packages/cli': { imports: ['core', 'git', 'github', 'database', 'node-host'], lazy: ['simulator'], tests: ['simulator'] },
  'packages/simulator': { imports: [] },
  actions: { imports: ['action-kit', 'core'] },
  test: { imports: ['simulator'] },
  // The story knows only what people see; a measurement calls what it measures.
  'test/bench': { imports: ['core', 'git', 'database'] },
  scripts: { imports: ['core', 'action-kit'] },
}

/** Libraries that belong to one room, so that replacing one means changing one room. */
export interface Owner {
  library: RegExp
  rooms: readonly string[]
  /** Rooms whose tests, and only they, may use it too. */
  testsOf?: readonly string[]
}

export const owners: readonly Owner[] = [
  { library: /^@actions\/(expressions|workflow-parser)(\/|$)/, rooms: ['packages/simulator'] },
  { library: /^@actions\//, rooms: ['packages/action-kit'] },
  { library: /^(@octokit\/|octokit(\/|$))/, rooms: ['packages/github'], testsOf: ['packages/simulator'] },
  { library: /^simple-git(\/|$)/, rooms: ['packages/git'] },
  {
    library: /^(pg|pg-protocol|libpg-query|@pgsql\/types|@electric-sql\/pglite)(\/|$)/,
    rooms: ['packages/database', 'test', 'test/bench'],
  },
]
