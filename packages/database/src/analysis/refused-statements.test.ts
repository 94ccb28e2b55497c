import { beforeAll, describe, expect, it } from 'vitest'
import { loadParser, type Parser } from '../sql/parser.ts'
import { makePackage } from '../testing/make-package.ts'
import { analysePackage } from './analyse-package.ts'

let parser: Parser
beforeAll(async () => {
  parser = await loadParser()
})

function analyse(sql: string): unknown {
  const pkg = makePackage('p', { '0001_m.sql': sql })
  return analysePackage(parser, '', pkg.manifest, pkg.files)
}

describe('ways into what Stagecoach keeps', () => {
  it.each([
    'create view v as select * from stagecoach.log',
    'create rule r as on insert to product do also insert into stagecoach.fence values (1)',
    'grant insert on stagecoach.log to app',
    'grant all on all tables in schema stagecoach to public',
    'grant usage on schema stagecoach to app',
    'alter schema stagecoach owner to app',
    'set search_path to public, stagecoach',
  ])('refuses %s', (sql) => {
    expect(() => analyse(sql)).toThrow(expect.objectContaining({ code: 'sql-own-schema' }))
  })

  it.each(['select count(*) from stagecoach.log', 'create view v as select stagecoach from t'])('lets %s pass', (sql) => {
    expect(() => analyse(sql)).not.toThrow()
  })
})

describe('rows over the connection', () => {
  it.each(['copy product from stdin', 'copy product to stdout', 'copy (select 1) to stdout with csv'])('refuses %s', (sql) => {
    const problems = [expect.objectContaining({ file: '0001_m.sql', line: 2 })]
    expect(() => analyse(`select 1;\n${sql}`)).toThrow(expect.objectContaining({ code: 'sql-copy', problems }))
  })

  it('refuses them in an undo script', () => {
    const pkg = makePackage('p', { '0001_m.sql': 'create table t (id int)', '0001_m.undo.sql': 'copy t to stdout; drop table t' })
    const problems = [expect.objectContaining({ file: '0001_m.undo.sql', line: 1 })]
    expect(() => analysePackage(parser, '', pkg.manifest, pkg.files)).toThrow(
      expect.objectContaining({ code: 'sql-copy', problems }),
    )
  })

  it("leaves a file of the server's to the rules", () => {
    expect(() => analyse("copy product from '/srv/product.csv'")).not.toThrow()
  })
})

describe('what lives in the session of a file without transaction', () => {
  const rows = [
    `select set_config('search_path', 'app', false)`,
    `select pg_catalog.set_config('search_path', 'app', current_setting('x') = 'y')`,
    'create temp table ids as select id from product',
    'create temporary table ids (id int)',
    'create temp view ids as select id from product',
    'select id into temp ids from product',
    'create table pg_temp.ids (id int)',
    'prepare d as delete from product',
    'listen told',
    'select pg_advisory_lock(1)',
    'discard temp',
  ]
  it.each(rows)('refuses %s', (sql) => {
    const problems = [expect.objectContaining({ file: '0001_m.sql', line: 3 })]
    expect(() => analyse(`-- stagecoach: no-transaction\nselect 1;\n${sql};\nselect 2`)).toThrow(
      expect.objectContaining({ code: 'sql-session-state', problems }),
    )
  })

  it.each(rows.slice(0, 6))('lets it pass in a transaction: %s', (sql) => {
    expect(() => analyse(sql)).not.toThrow()
  })

  it.each([`set search_path to app`, 'reset search_path', `select set_config('a.b', 'c', true)`])('lets %s pass', (sql) => {
    expect(() => analyse(`-- stagecoach: no-transaction\n${sql};\nselect 2`)).not.toThrow()
  })
})
