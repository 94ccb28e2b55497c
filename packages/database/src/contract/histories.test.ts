import type { HistoryRow, Target } from '@stagecoach/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabases } from '../databases.ts'
import { startEngine, type TestEngine } from '../testing/test-engine.ts'

const flyway = (table: string): string => `create table ${table} (
  installed_rank integer primary key, version varchar(50), description varchar(200), type varchar(20), script varchar(1000),
  checksum integer, installed_by varchar(100), installed_on timestamp default now(), execution_time integer, success boolean);
  insert into ${table} values (2, null, 'v', 'SQL', 'R__v.sql', 5, 'me', now(), 1, false), (1, '1', 'a', 'SQL', 'V1__a.sql', -5, 'me', now(), 1, true);`

describe.each(['postgres', 'embedded'] as const)('tables of other tools on %s', (name) => {
  const databases = openDatabases()
  let engine: TestEngine
  beforeAll(async () => {
    engine = await startEngine(name)
  })
  afterAll(() => engine.stop())

  const prepared = async (sql: string): Promise<Target> => {
    const target = await engine.target()
    await engine.byHand(target, (session) => session.exec(sql))
    return target
  }
  const read = async (sql: string): Promise<{ what: string; rows: HistoryRow[]; unreadable?: string }[]> => {
    const database = await databases.open(await prepared(sql))
    const found = await database.histories()
    const log = await database.log()
    expect(log).toEqual([])
    await database.close()
    return found.map(({ tool, schema, table, ...rest }) => ({ what: `${tool} ${schema}.${table}`, ...rest }))
  }

  it('reads flyway’s whatever its name and schema, by rank, and nothing that it does not need', async () => {
    const found = await read(
      `create schema "Shop"; ${flyway('"Shop"."old ""history"')} create table product (id integer, version text);`,
    )
    expect(found).toEqual([
      {
        what: 'flyway Shop.old "history',
        rows: [
          {
            installed_rank: '1',
            version: '1',
            description: 'a',
            type: 'SQL',
            script: 'V1__a.sql',
            checksum: '-5',
            success: 'true',
          },
          {
            installed_rank: '2',
            version: null,
            description: 'v',
            type: 'SQL',
            script: 'R__v.sql',
            checksum: '5',
            success: 'false',
          },
        ],
      },
    ])
  })

  it('tells Rails’ versions from dbmate’s, and both from a table of that name in another shape', async () => {
    const versions = (schema: string): string =>
      `create schema ${schema}; create table ${schema}.schema_migrations (version varchar primary key); insert into ${schema}.schema_migrations values ('2'), ('1');`
    const found = await read(
      [
        ...['a', 'b'].map(versions),
        'create table b.ar_internal_metadata (key varchar, value varchar);',
        'create schema c; create table c.schema_migrations (version bigint, dirty boolean);',
        'create table databasechangelog (id text);',
      ].join('\n'),
    )
    expect(found).toEqual([
      { what: 'dbmate a.schema_migrations', rows: [{ version: '1' }, { version: '2' }] },
      { what: 'rails b.schema_migrations', rows: [{ version: '1' }, { version: '2' }] },
      { what: 'unknown c.schema_migrations', rows: [], unreadable: expect.stringContaining('golang-migrate') },
      { what: 'unknown public.databasechangelog', rows: [], unreadable: expect.stringContaining('liquibase') },
    ])
  })

  it('reads prisma’s without its logs, and sqitch’s from its own schema', async () => {
    const found =
      await read(`create table _prisma_migrations (id varchar(36) primary key, checksum varchar(64) not null, finished_at timestamptz,
        migration_name varchar(255) not null, logs text, rolled_back_at timestamptz, started_at timestamptz not null default now(), applied_steps_count integer not null default 0);
      insert into _prisma_migrations values ('x', 'c', now(), '1_a', 'a secret', null, now(), 1);
      create schema sqitch; create table sqitch.changes (change_id text primary key, script_hash text, change text not null, project text not null, note text not null default '',
        committed_at timestamptz not null default now(), committer_name text, planned_at timestamptz not null default now());
      insert into sqitch.changes (change_id, script_hash, change, project, note) values ('i', 'h', 'users', 'shop', 'a secret');`)
    expect(found.map(({ what }) => what)).toEqual(['prisma public._prisma_migrations', 'sqitch sqitch.changes'])
    expect(found.map(({ rows }) => rows[0])).toMatchObject([
      { migration_name: '1_a', checksum: 'c', applied_steps_count: '1', rolled_back_at: null },
      { change: 'users', script_hash: 'h', project: 'shop' },
    ])
    expect(JSON.stringify(found)).not.toContain('a secret')
  })

  describe('replaying their files', () => {
    const replay = async (...sql: string[]): Promise<string[]> => {
      const target = await engine.target()
      const scratch = await databases.scratch({ ...target, ...(engine.server === undefined ? {} : { url: engine.server.url() }) })
      try {
        await scratch.replay(
          sql.map((text, index) => ({ path: `${String(index)}.sql`, sql: text })),
          'shop',
        )
        return Object.keys((await scratch.catalog()).objects)
      } finally {
        await scratch.close()
      }
    }

    it('puts them where the tool would, also with statements that refuse a transaction, control it, or hide the search path', async () => {
      const objects = await replay(
        'create table a (id integer);\ncreate index concurrently a_idx on a (id);\n',
        'begin; create table b (id integer); commit;',
        `\\restrict key\nselect pg_catalog.set_config('search_path', '', false);\ncreate table shop.c (id integer);\n\\unrestrict key\n`,
        '\uFEFFcreate table d (id integer)',
      )
      for (const key of ['table shop.a', 'index shop.a_idx', 'table shop.b', 'table shop.c', 'table shop.d'])
        expect(objects).toContain(key)
    })

    it('refuses rows that would come over the connection, which the embedded engine would wait for', async () => {
      await expect(replay('create table a (id integer);\ncopy a from stdin;')).rejects.toMatchObject({
        code: 'replay-failed',
        message: expect.stringMatching(/^0\.sql:2: COPY/),
      })
    })

    it('names the line at which one fails', async () => {
      const failed = replay(
        'create table a (id integer);',
        '-- a comment\ncreate table b (id integer);\ncreate table b (id integer);',
      )
      await expect(failed).rejects.toMatchObject({
        code: 'replay-failed',
        message: expect.stringMatching(/^1\.sql:3: .*already exists.* \[42P07\]$/),
      })
      await expect(replay('create tabel a')).rejects.toMatchObject({
        code: 'replay-failed',
        message: expect.stringContaining('0.sql: '),
      })
    })
  })
})

it('says which table its role may not read', async () => {
  const engine = await startEngine('postgres')
  const target = await engine.target()
  await engine.byHand(target, async (session) => {
    await session.exec(
      `${flyway('public.flyway_schema_history')} drop role if exists looker; create role looker login password 'x'`,
    )
  })
  const url = new URL(target.url)
  url.username = 'looker'
  url.password = 'x'
  const database = await openDatabases().open({ ...target, url: url.href })
  expect(await database.histories()).toMatchObject([
    { tool: 'unknown', table: 'flyway_schema_history', unreadable: expect.stringContaining('may not read it') },
  ])
  await database.close()
  await engine.byHand(target, (session) => session.exec('drop role looker'))
  await engine.stop()
})
