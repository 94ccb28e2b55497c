import { expect, it } from 'vitest'
import { compareLosses } from './compare-losses.ts'

const losses = ['column public.product.code', 'table public.account']

it.each([
  ['all are named', ['table public.account', 'column public.product.code'], undefined],
  ['all are named on one line', ['column public.product.code,  table   public.account'], undefined],
  ['nothing is named', [], 'Not named: column public.product.code, table public.account.'],
  ['one is missing', ['table public.account'], 'Not named: column public.product.code.'],
  [
    'the kind is wrong',
    ['table public.account', 'table public.product'],
    'Not named: column public.product.code. Named, and not lost: table public.product.',
  ],
  ['one is too many', [...losses, 'table public.customer'], 'Named, and not lost: table public.customer.'],
  ['one is named twice', [...losses, 'table public.account'], 'Named twice: table public.account.'],
])('losses: %s', (_, named, difference) => {
  expect(compareLosses(losses, named)).toBe(difference)
})

it('takes a name with a comma for one', () => {
  expect(compareLosses(['table public."a, b"'], ['table public."a, b"'])).toBeUndefined()
})
