import { beforeAll, describe, expect, it } from 'vitest'
import { loadParser, type Parser } from './parser.ts'
import { readSqlFile, type SqlFile } from './sql-file.ts'

let parser: Parser
beforeAll(async () => {
  parser = await loadParser()
})

const read = (sql: string): SqlFile => {
  const file = readSqlFile(parser, 'a.sql', Buffer.from(sql, 'utf8'))
  if (Array.isArray(file)) throw new Error(JSON.stringify(file))
  return file
}
const problems = (sql: string | Uint8Array): unknown =>
  readSqlFile(parser, 'a.sql', typeof sql === 'string' ? Buffer.from(sql) : sql)

describe('splitting', () => {
  it('cuts by bytes, so that letters of more than one byte do not shift what follows', () => {
    const sql = `-- Überschrift\ninsert into t values ('äöü€😀');\n\n  /* é */ select 2 ; `
    const { statements } = read(sql)
    expect(statements.map(({ sql: text, line }) => [text, line])).toEqual([
      [`insert into t values ('äöü€😀')`, 2],
      ['select 2', 4],
    ])
    for (const { offset, length, sql: text } of statements) {
      expect(Buffer.from(sql).toString('utf8', offset, offset + length)).toBe(text)
    }
  })

  it('leaves semicolons inside of bodies, literals and comments alone', () => {
    const sql = `create function f() returns void language plpgsql as $b$ begin perform 1; perform 2; end $b$; select ';' /* ; */ -- ;\n, 1`
    expect(read(sql).statements.map((each) => each.sql)).toEqual([
      sql.slice(0, sql.indexOf('; select')),
      `select ';' /* ; */ -- ;\n, 1`,
    ])
  })

  it.each(['', '  \n', '-- only a comment', ';;', '/* a */ ; -- b'])('finds nothing in %j', (sql) => {
    expect(read(sql).statements).toEqual([])
  })
})

describe('syntax problems', () => {
  it('says line and column in characters, also after letters of more than one byte', () => {
    expect(problems(`select 'äö€😀';\n  selec 2`)).toEqual([
      { file: 'a.sql', line: 2, column: 3, message: 'syntax error at or near "selec"' },
    ])
  })

  it('refuses bytes that are not UTF-8, and NUL', () => {
    expect(problems(new Uint8Array([0x73, 0xff]))).toEqual([{ file: 'a.sql', message: 'is not UTF-8 text' }])
    expect(problems('select 1\0; drop table x')).toEqual([{ file: 'a.sql', message: 'contains a NUL byte' }])
  })
})

describe('a byte order mark', () => {
  const sql = `\uFEFF-- stagecoach: no-transaction\nselect 'é';\nselect 2`

  it('does not count, and every statement stays where it is in the bytes', () => {
    const { statements, directives } = read(sql)
    expect(directives.noTransaction).toBe(true)
    expect(statements.map((each) => [each.sql, each.line])).toEqual([
      [`select 'é'`, 2],
      ['select 2', 3],
    ])
    for (const { offset, length, sql: text } of statements) {
      expect(Buffer.from(sql).toString('utf8', offset, offset + length)).toBe(text)
    }
  })

  it('belongs to the bytes and not to the words', () => {
    expect(read(sql).checksum).not.toBe(read(sql.slice(1)).checksum)
    expect(read(sql).normalised).toBe(read(sql.slice(1)).normalised)
  })

  it('does not shift the place of a problem', () => {
    expect(problems('\uFEFFselec 1')).toMatchObject([{ line: 1, column: 1, message: 'syntax error at or near "selec"' }])
    expect(problems('\uFEFFselect 1;\n selec 2')).toMatchObject([{ line: 2, column: 2 }])
  })
})

describe('directives', () => {
  it('reads them above the first statement', () => {
    const { directives } = read(
      '-- hello\n-- stagecoach: no-transaction\n--stagecoach:allow drop-table: gone since May\nselect 1',
    )
    expect(directives.noTransaction).toBe(true)
    expect([...directives.allow]).toEqual([['drop-table', 'gone since May']])
  })

  it.each([
    ['select 1;\n-- stagecoach: no-transaction', 2, 'stands below the first statement'],
    ['-- stagecoach: no-transactions\nselect 1', 1, 'is not known'],
    ['-- stagecoach: allow drop-table\nselect 1', 1, 'is not known'],
    ['-- stagecoach: allow drop-table:  \nselect 1', 1, 'is not known'],
  ])('reports %j, since it would do nothing', (sql, line, why) => {
    expect(problems(sql)).toMatchObject([{ line, message: expect.stringContaining(why) as string }])
  })
})

describe('checksums', () => {
  const base = `create table T (a int); -- note\ninsert into t values ('A')`
  const same: [string, string][] = [
    ['a comment', `create table T (a int); -- another note\ninsert into t values ('A')`],
    ['white space', `create  table T\n(a int);\n\ninsert into t values ('A')`],
    ['the last semicolon', `${base};`],
    ['case of keywords and names', `CREATE TABLE t (A int); insert into t values ('A')`],
    ['an empty statement', base.replace(';', ';;')],
  ]
  it.each(same)('differ only raw when %s changes', (_what, sql) => {
    expect(read(sql).checksum).not.toBe(read(base).checksum)
    expect(read(sql).normalised).toBe(read(base).normalised)
  })
  const other: [string, string][] = [
    ['a literal', base.replace(`'A'`, `'a'`)],
    ['quotes around a name', base.replace('T', '"T"')],
    ['a name', base.replace('a int', 'b int')],
    ['letters that PostgreSQL does not fold', base.replace('a int', 'É int')],
  ]
  it.each(other)('both differ when %s changes', (_what, sql) => {
    expect(read(sql).normalised).not.toBe(read(base).normalised)
  })
  it('do not fold letters outside of A–Z', () => {
    expect(read('select 1 as É').normalised).not.toBe(read('select 1 as é').normalised)
  })
})
