import { expect, it } from 'vitest'
import { compareHistories, type HistoryDifference, type Ran } from './compare-histories.ts'

type Entry = string | [id: string, checksum: string | undefined, project?: string]

function ran(tool: string, ...entries: Entry[]): Ran {
  const applied = entries.map((entry) => {
    const [id, checksum, project] = typeof entry === 'string' ? [entry] : entry
    return { id, ...(checksum === undefined ? {} : { checksum }), ...(project === undefined ? {} : { project }) }
  })
  return { tool, applied }
}

const nothing: HistoryDifference = { lacks: [], extra: [], otherwise: [] }

it.each<[string, Ran, Ran, Partial<HistoryDifference>]>([
  ['what only one has', ran('flyway', 'V1', 'V9'), ran('flyway', 'V1', 'V2'), { lacks: ['V2'], extra: ['V9'] }],
  [
    'one script with two contents',
    ran('flyway', ['V1__a.sql', '11'], ['R__data.sql', '5'], ['V2__b.sql', '3']),
    ran('flyway', ['V1__a.sql', '22'], ['R__data.sql', '6'], ['V2__b.sql', '3']),
    { otherwise: ['V1__a.sql', 'R__data.sql'] },
  ],
  [
    'a change that was reworked there and not here',
    ran('sqitch', ['users', 'h1', 'p']),
    ran('sqitch', ['users', 'h1', 'p'], ['users', 'h2', 'p']),
    { otherwise: ['users (once, in production 2 times)'] },
  ],
  ['nothing where a checksum is not known', ran('sqitch', ['users', undefined, 'p']), ran('sqitch', ['users', 'h1', 'p']), {}],
  ['nothing by the checksums of two tools', ran('list', ['db/a.sql', 'x']), ran('prisma', ['db/a.sql', 'y']), {}],
  [
    'one project beside two by the names of the projects',
    ran('sqitch', ['users', 'h1', 'p']),
    ran('sqitch', ['p:users', 'h1', 'p'], ['q:other', 'h2', 'q']),
    { lacks: ['q:other'] },
  ],
  [
    'the same name in two projects as two changes',
    ran('sqitch', ['users', 'h1', 'p']),
    ran('sqitch', ['users', 'h1', 'q']),
    { lacks: ['q:users'], extra: ['p:users'] },
  ],
  [
    'what the ledger keeps without its project, by the name alone',
    ran('sqitch', ['p:users', 'h1', 'p'], ['q:other', 'h2', 'q']),
    ran('sqitch', ['users', 'h1']),
    { extra: ['other'] },
  ],
])('tells %s', (_what, here, there, expected) => {
  expect(compareHistories([here], [there], 'production')).toEqual({ ...nothing, ...expected })
})
