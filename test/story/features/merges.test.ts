import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { featuresFolder, readFeature } from './read-feature.ts'
import { runIn, StoryRepository } from './story-repository.ts'

const pushes = [
  'loyalty',
  'loyalty.v2',
  'gift-cards',
  'gift-cards.v2',
  'loyalty-tiers',
  'search',
  'price-rounding',
  'price-rounding.v2',
  'drop-legacy-codes',
  'drop-legacy-codes.v2',
  'retry-booking',
]
const packageOf = (name: string) => name.replace(/\.v\d+$/, '')
const pairs = pushes.flatMap((one, at) => pushes.slice(at + 1).map((other) => [one, other] as const))
const isContested = (one: string, other: string) => packageOf(one) === 'loyalty' && other === 'search'

describe('features as text', () => {
  let repository: StoryRepository
  beforeAll(async () => {
    repository = await StoryRepository.create(pushes)
  })
  afterAll(() => repository.dispose())

  it('every push changes only what its own change needs: no configuration, no state of the product', async () => {
    for (const name of pushes) {
      const { basedOn, branch } = await readFeature(name)
      const before = basedOn === branch ? packageOf(name) : 'main'
      const paths = (await repository.git('diff', '--name-only', before, name)).split('\n')
      expect(paths.filter((path) => /^\.(github|stagecoach)\//.test(path))).toEqual([])
      const migrations = paths.filter((path) => path.startsWith('db/migrations/'))
      expect(migrations.filter((path) => !path.startsWith(`db/migrations/${packageOf(name)}/`))).toEqual([])
      expect(migrations.length).toBeGreaterThan(0)
    }
  })

  it.each(pairs.filter(([one, other]) => !isContested(one, other) && packageOf(one) !== packageOf(other)))(
    '%s and %s merge by themselves',
    async (one, other) => {
      expect(await repository.conflicts(one, other)).toEqual([])
    },
  )

  it('loyalty and search want the same line of the product page', async () => {
    expect(await repository.conflicts('loyalty', 'search')).toEqual(['src/product-page.js'])
  })

  it('the resolution keeps both, builds and passes the tests of both; everything else merges on top', async () => {
    await repository.git('checkout', '-q', '-b', 'env/integration', 'main')
    await repository.git('merge', '-q', '--no-edit', 'loyalty')
    expect((await repository.tryGit('merge', '-q', '--no-edit', 'search')).code).toBe(1)
    const resolution = await readFile(join(featuresFolder, 'search/resolution/src/product-page.js'), 'utf8')
    await writeFile(join(repository.folder, 'src/product-page.js'), resolution)
    await repository.commit('Merge search')
    for (const name of [
      'gift-cards',
      'price-rounding',
      'drop-legacy-codes',
      'loyalty-tiers',
      'gift-cards.v2',
      'price-rounding.v2',
      'drop-legacy-codes.v2',
      'retry-booking',
    ]) {
      await repository.git('merge', '-q', '--no-edit', name)
    }
    expect(await testsOf(repository)).toMatchObject({ code: 0 })
    expect((await runIn(repository.folder, process.execPath, ['ops/build.js'])).code).toBe(0)
    const features: unknown = JSON.parse(await repository.read('dist/features.json'))
    expect((features as { name: string }[]).map(({ name }) => name)).toEqual([
      'gift-cards',
      'guest-checkout',
      'loyalty',
      'loyalty-tiers',
      'price-rounding',
      'retry-booking',
      'reviews',
      'search',
    ])
    expect(await repository.git('ls-files', 'src/gift-card-print.js')).toBe('')
    await rm(join(repository.folder, 'dist'), { recursive: true })
  })

  it.each(['main', ...pushes])('%s builds, the same bytes twice, and passes its tests', async (name) => {
    await repository.git('checkout', '-q', '-f', '--detach', name)
    const built: string[] = []
    for (let time = 0; time < 2; time += 1) {
      expect(
        (await runIn(repository.folder, process.execPath, ['ops/build.js'], { TZ: time === 0 ? 'UTC' : 'Asia/Tokyo' })).code,
      ).toBe(0)
      built.push(await repository.read('dist/checksums.json'))
      await rm(join(repository.folder, 'dist'), { recursive: true })
    }
    expect(built[1]).toBe(built[0])
    expect(built[0]).not.toContain(repository.folder)
    expect(await testsOf(repository)).toMatchObject({ code: 0 })
  })

  it('gift-cards v2 takes out a file of the first version and what used it', async () => {
    const changes = await repository.git('diff', '--name-status', 'gift-cards', 'gift-cards.v2')
    expect(changes.split('\n').filter((line) => line.startsWith('D'))).toEqual(['D\tsrc/gift-card-print.js'])
    expect((await repository.tryGit('grep', '-l', 'gift-card-print', 'gift-cards.v2', '--', 'src', 'test')).code).toBe(1)
  })
})

function testsOf(repository: StoryRepository) {
  return runIn(repository.folder, process.execPath, ['--test'])
}
