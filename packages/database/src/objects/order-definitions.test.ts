import { describe, expect, it } from 'vitest'
import { loadParser } from '../sql/parser.ts'
import { orderDefinitions } from './order-definitions.ts'
import { parseDefinitions } from './parse-definitions.ts'

const order = async (...texts: string[]): Promise<string[]> => {
  const parser = await loadParser()
  const files = texts.map((sql, index) => ({ path: `${String(index)}.sql`, sql }))
  return orderDefinitions(parser, parseDefinitions(parser, files)).map((each) => each.name)
}
const plpgsql = (name: string, body: string): string =>
  `create function ${name}() returns int language plpgsql as $$ begin ${body} end $$`

describe('order of programmable objects', () => {
  const cases: [why: string, texts: string[], names: string[]][] = [
    [
      'a view after the view it reads',
      ['create view a as select * from b', 'create view b as select 1 as x'],
      ['public.b', 'public.a'],
    ],
    [
      'a view after the function it calls',
      ['create view a as select f(1)', 'create function f(int) returns int language sql as $$ select $1 $$'],
      ['public.f(int4)', 'public.a'],
    ],
    [
      'an SQL body after what it reads',
      ['create function a() returns int language sql as $$ select x from b $$', 'create view b as select 1 as x'],
      ['public.b', 'public.a()'],
    ],
    [
      'a modern SQL body, too',
      ['create function a() returns int begin atomic select x from b; end', 'create view b as select 1 as x'],
      ['public.b', 'public.a()'],
    ],
    [
      'a row type',
      ['create function a() returns setof b language sql as $$ select 1 $$', 'create view b as select 1 as x'],
      ['public.b', 'public.a()'],
    ],
    [
      'a plpgsql body where it can',
      [plpgsql('a', 'return (select x from b);'), 'create view b as select 1 as x'],
      ['public.b', 'public.a()'],
    ],
    [
      'an assignment in a plpgsql body',
      [
        `create function a() returns int language plpgsql as $$ declare n int; begin n := b(1); return n; end $$`,
        'create function b(int) returns int language sql as $$ select 1 $$',
      ],
      ['public.b(int4)', 'public.a()'],
    ],
    [
      'mutual recursion in plpgsql, which is legal',
      [plpgsql('a', 'return b();'), plpgsql('b', 'return a();')],
      ['public.a()', 'public.b()'],
    ],
    ['a function that calls itself', [plpgsql('a', 'return a();')], ['public.a()']],
    [
      'a trigger after its function',
      [
        'create trigger a before insert on t for each row execute function f()',
        `create function f() returns trigger language plpgsql as $$ begin return new; end $$`,
      ],
      ['public.f()', 'public.t.a'],
    ],
    [
      'the same, whatever the files are called',
      ['create view c as select 1', 'create view a as select 1', 'create view b as select 1'],
      ['public.a', 'public.b', 'public.c'],
    ],
  ]
  it.each(cases)('%s', async (_why, texts, names) => {
    expect(await order(...texts)).toEqual(names)
  })

  it('names the circle', async () => {
    const texts = ['create view a as select * from b', 'create view b as select * from c', 'create view c as select * from a']
    await expect(order(...texts, 'create view d as select * from a')).rejects.toMatchObject({
      code: 'objects-cycle',
      message: 'Programmable objects need each other in a circle: public.a → public.b → public.c → public.a.',
    })
  })

  it('reports everything that is no definition at once', async () => {
    await expect(
      order(
        'create table t (a int)',
        '-- nothing',
        'create view v as select 1; drop view w',
        'selec',
        'create view v as select 2',
      ),
    ).rejects.toMatchObject({
      code: 'sql-syntax',
      problems: [
        { file: '0.sql', line: 1 },
        { file: '1.sql' },
        { file: '2.sql', line: 1 },
        { file: '3.sql', line: 1, column: 1 },
        { file: '4.sql', message: 'defines public.v, which 2.sql defines too' },
      ],
    })
  })
})
