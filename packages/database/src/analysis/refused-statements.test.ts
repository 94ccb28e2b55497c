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
