import { describe, expect, it } from 'vitest'
import { loadParser } from '../sql/parser.ts'
import { judgeDefinitions } from './judge-definitions.ts'
import { orderDefinitions } from './order-definitions.ts'
import { parseDefinitions } from './parse-definitions.ts'

const purge = `create function purge() returns int language plpgsql as $$ begin delete from purchase; return 1; end $$`
const plain = `create view v as select id from product`
const reaching = `create view v as select purge() as n`

/** Every change between two sets of files, as `public.v made expand`. */
async function changes(before: string[], after: string[], known: string[] = []): Promise<string[]> {
  const parser = await loadParser()
  const set = (texts: string[]) =>
    orderDefinitions(
      parser,
      parseDefinitions(
        parser,
        texts.map((sql, index) => ({ path: `${String(index)}.sql`, sql })),
      ),
    )
  const judged = judgeDefinitions(parser, { before: set(before), after: set(after), reaching: known })
  return judged.changes.map(
    ({ name, change, findings }) => `${name} ${change} ${findings.map(({ compatibility }) => compatibility).join(' ')}`,
  )
}

describe('what becomes of programmable objects', () => {
  const cases: [why: string, before: string[], after: string[], told: string[]][] = [
    ['nothing changes', [plain], [plain], []],
    ['a comment is no change', [plain], [`-- more\n${plain}`], []],
    ['a view more', [], [plain], ['public.v made expand']],
    ['a function more, which nobody calls', [], [purge], ['public.purge() made expand']],
    ['a replaced view', [plain], [`${plain} where id > 1`], ['public.v replaced behavioural']],
    ['a replaced function', [purge], [purge.replace('1;', '2;')], ['public.purge() replaced behavioural']],
    ['a view that goes', [plain], [], ['public.v dropped contract']],
    [
      'a view that becomes a materialized one',
      [plain],
      [plain.replace('view', 'materialized view')],
      ['public.v replaced contract'],
    ],
    [
      'an overload, which callers may reach instead',
      [purge],
      [purge, purge.replace('()', '(int)')],
      ['public.purge(int4) made behavioural'],
    ],
    [
      'a function that is called like a column is read',
      [],
      [purge.replace('()', '(customer)')],
      ['public.purge(customer) made behavioural'],
    ],
    ['a function with the name of one of PostgreSQL', [], [purge.replace('purge', 'md5')], ['public.md5() made unknown']],
    [
      'a materialized view of tables',
      [],
      [`create materialized view m as select count(*) from product`],
      ['public.m made expand'],
    ],
    [
      'a materialized view that calls a function while it is filled',
      [],
      [purge, `create materialized view m as select purge()`],
      ['public.purge() made expand', 'public.m made unknown'],
    ],
    [
      'a materialized view that reads a view that calls one',
      [],
      [purge, reaching, `create materialized view m as select * from v`],
      ['public.purge() made expand', 'public.v made expand', 'public.m made unknown'],
    ],
    [
      'a materialized view that may be filled anew over a replaced function',
      [purge, `create materialized view m as select purge()`],
      [purge.replace('1;', '2;'), `create materialized view m as select purge()`],
      ['public.purge() replaced behavioural', 'public.m refilled unknown'],
    ],
    [
      'a trigger',
      [purge],
      [purge, `create trigger t after insert on product for each row execute function purge()`],
      ['public.product.t made unknown'],
    ],
    ['rights on it', [], [`${plain}; grant select on v to app`], ['public.v made expand']],
    ['rights for everybody', [], [`${plain}; grant select on v to public`], ['public.v made expand unknown']],
    [
      'an index on somebody else that calls a function',
      [],
      [`${plain}; create index on product (purge())`],
      ['public.v made expand unknown'],
    ],
  ]
  it.each(cases)('%s', async (_why, before, after, told) => {
    expect(await changes(before, after)).toEqual(told)
  })

  it('knows of views that migrations made', async () => {
    const filled = `create materialized view m as select * from theirs`
    expect(await changes([], [filled], ['public.theirs'])).toEqual(['public.m made unknown'])
  })
})
