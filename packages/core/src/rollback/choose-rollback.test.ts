import { describe, expect, it } from 'vitest'
import type { LedgerEntry } from '../ledger/record.ts'
import type { PackageRef } from '../package/package.ts'
import { sampleAct, sampleEnvironment } from '../testing/facts.ts'
import { sampleView } from '../testing/ledger-view.ts'
import { sampleOid, samplePackage } from '../testing/samples.ts'
import { chooseRollback, type RollbackChoice } from './choose-rollback.ts'
import { takenBackAlready } from './taken-back-already.ts'

const environment = sampleEnvironment()
const now = '2026-11-21T12:00:00Z'
const [gift, loyalty, search] = [samplePackage('gift-cards'), samplePackage('loyalty'), samplePackage('search')]
const loyalty2 = samplePackage('loyalty', { version: '2.0.0' })
const id = (letter: string): string => letter.repeat(16)

const shared = (operation: string, packages: PackageRef[]) => ({
  environment: 'production',
  operation: id(operation),
  commit: sampleOid(operation),
  content: sampleOid(operation),
  packages,
})
const deployed = (operation: string, packages: PackageRef[]): LedgerEntry => ({
  kind: 'deployment',
  state: 'finished',
  fence: 1,
  plan: 'f'.repeat(64),
  ...shared(operation, packages),
})
const verified = (operation: string, packages: PackageRef[]): LedgerEntry[] => [
  deployed(operation, packages),
  { kind: 'verification', passed: true, checks: [], ...shared(operation, packages) },
]
const built = (pkg: PackageRef): LedgerEntry => ({ kind: 'built', package: pkg, people: [] })
const refused: LedgerEntry = {
  kind: 'rollback',
  operation: id('e'),
  environment: 'production',
  of: id('c'),
  package: search,
  plan: 'data-losing',
  state: 'refused',
  automatic: true,
  reason: 'no undo',
}
const failed: LedgerEntry[] = [{ ...deployed('c', [gift, loyalty, search]), state: 'failed' } as LedgerEntry, refused]
const history = [...verified('a', [gift]), ...verified('b', [gift, loyalty])]

function choose(entries: LedgerEntry[], request: RollbackChoice = {}) {
  const { of, and, moves, state, apart } = chooseRollback({ view: sampleView(...entries) }, environment, request, now)
  const moved = moves.map(({ package: pkg, to }) => `${pkg.name} ${pkg.version} → ${to?.version ?? 'none'}`)
  return { of: of[0], and: and.map((each) => each[0]).join(''), moved, to: state.operation[0], apart: apart !== undefined }
}

describe('a rollback by hand', () => {
  it.each([
    ['what was verified last', history, {}, { of: 'b', moved: ['loyalty 1.0.0 → none'], to: 'a' }],
    [
      'the failed operation that was not taken back by itself, and not the good one before it',
      [...history, ...failed],
      {},
      { of: 'c', moved: ['search 1.0.0 → none'], to: 'b' },
    ],
    [
      'what was verified after a refusal, and all that the failure left',
      [...history, ...failed, ...verified('d', [gift, loyalty, samplePackage('search', { version: '2.0.0' })])],
      {},
      { of: 'd', and: 'c', moved: ['search 2.0.0 → none'], to: 'b' },
    ],
    [
      'a second version for the first',
      [...history, ...verified('c', [gift, loyalty2])],
      { to: 'previous' },
      { of: 'c', moved: ['loyalty 2.0.0 → 1.0.0'], to: 'b' },
    ],
    [
      'several packages that came at once, those that stand on others first',
      [...history, ...verified('c', [gift, loyalty, search, samplePackage('labels')])],
      {},
      { of: 'c', moved: ['labels 1.0.0 → none', 'search 1.0.0 → none'], to: 'b' },
    ],
    [
      'everything since a state that is named by its operation',
      [...history, ...verified('c', [gift, loyalty, search])],
      { to: id('a') },
      { of: 'c', and: 'b', moved: ['search 1.0.0 → none', 'loyalty 1.0.0 → none'], to: 'a' },
    ],
    [
      'everything since a state that is named by its commit',
      [...history, ...verified('c', [gift, loyalty, search])],
      { to: sampleOid('b').slice(0, 10) },
      { of: 'c', moved: ['search 1.0.0 → none'], to: 'b' },
    ],
    [
      'one package from under a later one, which stays',
      [...history, ...verified('c', [gift, loyalty, search])],
      { package: 'loyalty' },
      { of: 'b', moved: ['loyalty 1.0.0 → none'], to: 'c', apart: true },
    ],
    [
      'the second version of a package from under a later one',
      [...history, ...verified('c', [gift, loyalty2]), ...verified('d', [gift, loyalty2, search])],
      { package: 'loyalty' },
      { of: 'c', moved: ['loyalty 2.0.0 → 1.0.0'], to: 'd', apart: true },
    ],
  ] as const)('takes back %s', (_, entries, request, expected) => {
    expect(choose([...entries], request)).toEqual({ and: '', apart: false, ...expected })
  })

  const needs = samplePackage('tiers', { requires: ['loyalty'] })
  it.each([
    ['brought no package', [...history, ...verified('c', [gift, loyalty])], {}, 'brought no package'],
    ['was never deployed', [], {}, 'was not deployed by Stagecoach yet'],
    ['has nothing before it', verified('a', [gift]), {}, 'has no state that was verified before'],
    ['has no such state', history, { to: 'fedcba9876' }, "has no verified state 'fedcba9876'"],
    ['knows states by fewer letters', history, { to: id('a').slice(0, 5) }, 'has no verified state'],
    ['holds no such package', [...history, built(search)], { package: 'search' }, 'production holds no search'],
    ['is named a package that nobody built', [...history, built(search)], { package: 'serch' }, "No package 'serch' was built"],
    ['is asked for a state and a package', history, { package: 'loyalty', to: id('a') }, 'not both'],
    [
      'would get back what left since',
      [...verified('a', [gift, search]), ...verified('b', [gift]), ...verified('c', [gift, loyalty])],
      { to: id('a') },
      'holds search 1.0.0, which has left production since',
    ],
    [
      'would get back a held version',
      [...history, ...verified('c', [gift, loyalty2]), sampleAct('hold', { digest: loyalty.digest, package: 'loyalty' })],
      {},
      'loyalty 1.0.0 would come back, and it is held in production: because',
    ],
    [
      'holds what requires the package',
      [...history, ...verified('c', [gift, loyalty, needs])],
      { package: 'loyalty' },
      'tiers in production require loyalty, so it cannot leave alone',
    ],
    [
      'failed with another package, which comes first',
      [...history, ...failed],
      { package: 'loyalty' },
      'failed and was not taken back; loyalty is not what it brought',
    ],
  ] as const)('is refused where the environment %s', (_, entries, request, message) => {
    expect(() => choose([...entries], request)).toThrow(message)
  })

  it('says so when nothing came since it was taken back, or the state is there, and looks at what came otherwise', () => {
    const repaired = { ...refused, of: id('b'), package: loyalty, plan: 'undo', state: 'repaired' } as LedgerEntry
    const back = [...history, ...verified('e', [gift]), ...verified('f', [gift]), repaired]
    const again = (entries: LedgerEntry[], request = {}) =>
      takenBackAlready({ view: sampleView(...entries) }, environment, request)
    expect(again(back)).toMatchObject({ outcome: 'unchanged', message: expect.stringContaining('holds no loyalty since') })
    expect(again([...back, ...verified('c', [gift, search])])).toBeUndefined()
    expect(again(history)).toBeUndefined()
    expect(again(history, { to: id('b') })).toMatchObject({ outcome: 'unchanged' })
    expect(again(history, { to: id('a') })).toBeUndefined()
  })
})
