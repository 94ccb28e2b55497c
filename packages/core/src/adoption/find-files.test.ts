import { expect, it } from 'vitest'
import { candidates, pendingFiles } from './find-files.ts'
import { chooseFile } from './explain-migrations.ts'
import type { ReadHistory } from './read-history.ts'

it.each<[ReadHistory['tool'], string, string[], string[]]>([
  ['flyway', 'V1__a.sql', ['db/V1__a.sql', 'db/XV1__a.sql', 'V1__a.sql'], ['db/V1__a.sql', 'V1__a.sql']],
  ['flyway', 'sub/V1__a.sql', ['db/sub/V1__a.sql', 'db/V1__a.sql'], ['db/sub/V1__a.sql']],
  [
    'prisma',
    '1_a',
    ['prisma/migrations/1_a/migration.sql', 'prisma/migrations/11_a/migration.sql'],
    ['prisma/migrations/1_a/migration.sql'],
  ],
  [
    'sqitch',
    'shop:users/add',
    ['deploy/users/add.sql', 'revert/users/add.sql', 'deploy/users/add@v1.sql'],
    ['deploy/users/add.sql', 'deploy/users/add@v1.sql'],
  ],
  [
    'dbmate',
    '2026',
    ['db/migrations/2026_a.sql', 'db/migrations/20261_a.sql', 'db/migrate/2026_a.rb'],
    ['db/migrations/2026_a.sql'],
  ],
  ['rails', '2026', ['db/migrate/2026_a.rb', 'db/migrations/2026_a.sql'], ['db/migrate/2026_a.rb']],
  ['list', 'db/a.sql', ['db/a.sql', 'x/db/a.sql'], ['db/a.sql']],
])('finds by the naming of %s what %s may be', (tool, id, paths, expected) => {
  expect(candidates(tool, { id, kind: 'file' }, paths)).toEqual(expected)
})

it('looks for no file of a baseline or of code', () => {
  expect(candidates('flyway', { id: 'V1__a.sql', kind: 'code' }, ['V1__a.sql'])).toEqual([])
})

it.each<[string, Parameters<typeof pendingFiles>, string[]]>([
  [
    'beside what ran',
    ['flyway', [], ['db/V1__a.sql'], ['db/V1__a.sql', 'db/V2__b.sql', 'db/U2__b.sql', 'other/V3__c.sql', 'db/readme.sql']],
    ['db/V2__b.sql'],
  ],
  ['repeatable ones', ['flyway', [], ['db/V1__a.sql'], ['db/V1__a.sql', 'db/R__v.sql']], ['db/R__v.sql']],
  [
    'above the baseline, by number',
    [
      'flyway',
      [{ id: 'baseline 9', kind: 'baseline' }],
      ['db/V11__c.sql'],
      ['db/V9__a.sql', 'db/V10__b.sql', 'db/V11__c.sql', 'db/V8.9__z.sql'],
    ],
    ['db/V10__b.sql'],
  ],
  [
    'above the script that flyway took for its baseline',
    [
      'flyway',
      [
        { id: 'B5__base.sql', kind: 'file' },
        { id: 'V6__x.sql', kind: 'file' },
      ],
      ['db/B5__base.sql', 'db/V6__x.sql'],
      ['db/B5__base.sql', 'db/V1__a.sql', 'db/V2__b.sql', 'db/V5__c.sql', 'db/V6__x.sql', 'db/V7__y.sql'],
    ],
    ['db/V7__y.sql'],
  ],
  [
    'in prisma’s folder of folders',
    ['prisma', [], ['p/1_a/migration.sql'], ['p/1_a/migration.sql', 'p/2_b/migration.sql', 'q/1/migration.sql']],
    ['p/2_b/migration.sql'],
  ],
])('tells files that wait %s', (_why, given, expected) => {
  expect(pendingFiles(...given)).toEqual(expected)
})

it('prefers the file with the checksum, counts copies as one, and never chooses between different ones', () => {
  const file = (path: string, oid: string) => ({ path, oid: oid.repeat(40) })
  const [a, copy, b] = [file('a', '1'), file('copy', '1'), file('b', '2')]
  const choose = (...judged: { file: typeof a; same: boolean | undefined }[]) => chooseFile({ kind: 'file' }, judged)
  expect(choose({ file: a, same: false }, { file: b, same: true })).toEqual({ explanation: 'same', file: b })
  expect(choose({ file: a, same: undefined }, { file: copy, same: undefined })).toEqual({ explanation: 'named', file: a })
  expect(choose({ file: a, same: false }, { file: b, same: false })).toEqual({ explanation: 'several' })
  expect(choose({ file: a, same: false })).toEqual({ explanation: 'edited', file: a })
  expect(choose()).toEqual({ explanation: 'missing' })
})
