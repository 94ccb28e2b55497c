import { expect, it } from 'vitest'
import { beyond } from './unnamed-data.ts'

it.each<[string, string[], string[], string[]]>([
  ['nothing came', [], ['table public.a'], []],
  ['data came, and nothing was named', ['table public.a', 'column public.b.c'], [], ['column public.b.c', 'table public.a']],
  ['what came was named', ['table public.a'], ['table public.a'], []],
  ['a named table stands for its columns', ['column public.a.b'], ['table public.a'], []],
  ['a named column does not stand for its table', ['table public.a'], ['column public.a.b'], ['table public.a']],
])('asks for a name of what a rollback would take when %s', (_when, found, named, expected) => {
  expect(beyond(found, named)).toEqual(expected)
})
