import { afterAll, beforeAll, expect, test } from 'vitest'
import { readState, straySql } from '@stagecoach/core'
import type { Oid, PackageRef, StraySql } from '@stagecoach/core'
import { openGit } from '../open-git.ts'
import type { OpenGit } from '../open-git.ts'
import { Product } from '../testing/product.ts'
import type { Files } from '../testing/product.ts'

const folders = { migrations: 'db/migrations', objects: 'db/objects' }
const view = 'db/objects/views/public.price.sql'
const begin: Files = { 'a.js': 'a', [view]: 'v1' }
const withCards: Files = { ...begin, 'db/migrations/cards/0001_card.sql': 'create table card ()', [view]: 'v2' }
const none: StraySql = { neverRuns: [], runsUnseen: [] }

let git: OpenGit
let product: Product
let before: Oid
let cards: PackageRef
beforeAll(async () => {
  git = await openGit({ url: 'nowhere' })
  product = new Product(git)
  before = await product.commit(begin)
  cards = await product.build('cards', 1, before, withCards)
})
afterAll(() => git.close())

async function strayIn(files: Files, packages: PackageRef[] = [], production?: Files): Promise<StraySql> {
  const after = await readState(git, await product.commit(files, packages))
  const decided = production === undefined ? {} : { production: await product.commit(production) }
  return straySql(git, { before, after, folders, ...decided })
}

test('lets a commit pass that touches no SQL, and SQL elsewhere', async () => {
  expect(await strayIn({ ...begin, 'a.js': 'b', 'report.sql': 'select 1', 'db/migrations/notes.md': 'x' })).toEqual(none)
})

test('names migrations that no package carries: they would never run', async () => {
  const path = 'db/migrations/quick/0001_fix.sql'
  expect(await strayIn({ ...begin, [path]: 'drop table x' })).toEqual({ neverRuns: [path], runsUnseen: [] })
})

test('names objects that the next deployment would change or drop, and that no gate looked at', async () => {
  expect(await strayIn({ ...begin, [view]: 'by hand' })).toEqual({ neverRuns: [], runsUnseen: [view] })
  expect(await strayIn({ 'a.js': 'a' })).toEqual({ neverRuns: [], runsUnseen: [view] })
})

test('leaves what a listed package owns to its own judgement', async () => {
  expect(await strayIn(withCards, [cards])).toEqual(none)
  expect(await strayIn(withCards)).toEqual({ neverRuns: ['db/migrations/cards/0001_card.sql'], runsUnseen: [view] })
})

test('believes what stands so in production, which a person may have merged by hand', async () => {
  expect(await strayIn(withCards, [], withCards)).toEqual(none)
  expect(await strayIn(withCards, [], begin)).toEqual({
    neverRuns: ['db/migrations/cards/0001_card.sql'],
    runsUnseen: [view],
  })
})

test('does not mind a migration that is gone: nothing runs it, and the log keeps what ran', async () => {
  const start = await product.commit({ ...begin, 'db/migrations/old/0001_old.sql': 'x' })
  const after = await readState(git, await product.commit(begin))
  expect(await straySql(git, { before: start, after, folders })).toEqual(none)
})
