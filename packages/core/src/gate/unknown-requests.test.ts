import { expect, it } from 'vitest'
import { unknownRequests } from './unknown-requests.ts'

const nobody = { login: 'github-actions[bot]', unknown: true } as const
const app = { login: 'stagecoach[bot]' }
const ada = { login: 'ada' }
const promotion = ['requested the promotion']

it.each([
  [[], 'a person asked', [{ by: ada, head: 'a' }]],
  [[], 'the App asked, after a verified deployment', [{ by: app, head: 'a' }]],
  [[], 'a job without an App asked, which is the ordinary way there', [{ by: { login: 'github-actions[bot]' }, head: 'a' }]],
  [promotion, 'nobody known did', [{ by: nobody, head: 'a' }]],
  [
    promotion,
    'the App brought it up to date since',
    [
      { by: nobody, head: 'a' },
      { by: app, head: 'b' },
    ],
  ],
  [
    promotion,
    'a person had asked for what it was before',
    [
      { by: ada, head: 'a' },
      { by: nobody, head: 'b' },
    ],
  ],
  [
    [],
    'a person asked for the same before',
    [
      { by: ada, head: 'a' },
      { by: nobody, head: 'a' },
    ],
  ],
  [
    [],
    'a person asked since',
    [
      { by: nobody, head: 'a' },
      { by: ada, head: 'b' },
    ],
  ],
  [
    [],
    'a person ran it again',
    [
      { by: nobody, head: 'a' },
      { by: { login: 'github-actions[bot]', triggering: 'ada' }, head: 'a' },
    ],
  ],
])('of a promotion %j is unknown: %s', (expected, _why, promotions) => {
  expect(unknownRequests([{ by: ada }], promotions)).toEqual(expected)
})

it('of a build is unknown until a person builds the same', () => {
  expect(unknownRequests([{ by: nobody }], [])).toEqual(['built it'])
  expect(unknownRequests([{ by: nobody }, { by: ada }], [])).toEqual([])
})
