import { expect, test } from 'vitest'
import { chooseStops } from './choose-stops.ts'

const words = (asked: string[], branches: string[], defaultBranch = 'main'): string =>
  chooseStops(asked, branches, defaultBranch)
    .map(({ name, branch }) => `${name}=${branch}`)
    .join(' ')

test.each([
  [[], [], 'integration=env/integration production=main', 'nothing to go by'],
  [
    [],
    ['env/qa', 'env/integration', 'feature/x', 'main'],
    'integration=env/integration qa=env/qa production=main',
    'usual names in their order',
  ],
  [[], ['env/zoo', 'env/qa'], 'qa=env/qa zoo=env/zoo production=main', 'unusual names after them'],
  [['qa', 'dev'], ['env/int'], 'qa=env/qa dev=env/dev production=main', 'what is asked for, as it is asked'],
  [['dev=develop', 'live=main'], [], 'dev=develop live=main', 'a production by another name'],
  [['production', 'qa'], [], 'qa=env/qa production=main', 'production always comes last'],
])('chooses for %j and branches %j: %s (%s)', (asked, branches, expected) => {
  expect(words(asked, branches)).toBe(expected)
})

test.each([[['qa', 'qa']], [['a=env/x', 'b=env/x']], [['live=main', 'prod=main']], [['QA']], [['-x']], [['qa=a..b']]])(
  'refuses %j',
  (asked) => {
    expect(() => words(asked, [])).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^(usage|name-invalid|branch-name-invalid)$/) }),
    )
  },
)
