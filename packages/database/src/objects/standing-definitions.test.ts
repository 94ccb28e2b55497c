import { describe, expect, it } from 'vitest'
import { loadParser } from '../sql/parser.ts'
import { parseDefinitions } from './parse-definitions.ts'
import { standingDefinitions } from './standing-definitions.ts'

const table = { kind: 'table', name: 'public.loyalty' } as const
const column = { kind: 'column', name: 'public.customer.points' } as const
const routine = { kind: 'routine', name: 'public.tier(int4)' } as const

async function standing(sql: string, made: typeof table | typeof column | typeof routine): Promise<string[]> {
  const parser = await loadParser()
  return standingDefinitions(parser, parseDefinitions(parser, [{ path: 'db/objects/one.sql', sql }]), [made])
}

describe('an object that stays', () => {
  it.each([
    ['a view reads a table', 'create view report as select id from loyalty', table],
    ['a plpgsql body does', 'create function f() returns void language plpgsql as $$ begin delete from loyalty; end $$', table],
    ['a trigger is on it', 'create trigger t after insert on loyalty for each row execute function f()', table],
    ['a view reads a column', 'create view report as select c.points from customer c', column],
    ['a view takes all columns', 'create view report as select * from customer', column],
    ['a view calls a function', 'create view report as select tier(1) as tier', routine],
  ])('stands on what goes when %s', async (_why, sql, made) => {
    expect(await standing(sql, made)).toEqual([expect.stringMatching(new RegExp(`\\(${made.name.replace(/[()]/g, '.')}\\)$`))])
  })

  it.each([
    ['it reads another', 'create view report as select id from customer', table],
    ['it reads other columns of the table', 'create view report as select id from customer', column],
    ['it is that object, which moved out of the migrations', 'create view loyalty as select 1 as one', table],
  ])('does not when %s', async (_why, sql, made) => {
    expect(await standing(sql, made)).toEqual([])
  })
})
