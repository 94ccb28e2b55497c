import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../digest.ts'
import { StagecoachErrors } from '../error.ts'
import type { Forge } from '../ports/forge.ts'
import type { Databases } from '../ports/database.ts'
import type { Actor } from '../ports/actor.ts'
import type { Host, Room } from '../ports/runtime.ts'
import { MemoryGit } from '../testing/memory-git.ts'
import { MemoryLedger } from '../testing/memory-ledger.ts'
import { MemoryPackages } from '../testing/memory-packages.ts'
import { partialHost, sampleRoom } from '../testing/memory-room.ts'
import { buildPackage } from './build-package.ts'

const folder = 'db/migrations/gift-cards'
const app = { 'src/app.js': 'app' }
const gift = {
  ...app,
  'src/gift.js': 'gift',
  [`${folder}/package.yml`]: 'config: [GIFT_URL]\n',
  [`${folder}/0001_create.sql`]: 'create table gift_card (id int);\n',
}

const unknown: Actor = { login: 'github-actions[bot]', unknown: true }

interface Shop {
  room: Room
  ports: Partial<Host>
  git: MemoryGit
  ledger: MemoryLedger
  dispatched: unknown[]
  main: string
}

/** Production and two environments at one commit; `feature` is pushed by the tests. */
async function shop(): Promise<Shop> {
  const git = new MemoryGit()
  const clock = { now: () => new Date('2026-11-22T09:00:00Z') }
  const ledger = new MemoryLedger(clock)
  const dispatched: unknown[] = []
  const forge: Pick<Forge, 'commitPeople' | 'dispatch'> = {
    commitPeople: async () => [{ login: 'Ada', email: 'ada@example.com' }, { email: 'bob@example.com' }],
    dispatch: async (...call) => void dispatched.push(call),
  }
  const databases: Pick<Databases, 'analyse'> = {
    analyse: async (manifest, files) => {
      const broken = [...files.values()].some((bytes) => Buffer.from(bytes).toString().includes('creat table'))
      const problem = { file: '0001_create.sql', line: 1, column: 1, message: 'syntax error at or near "creat"' }
      if (broken) throw new StagecoachErrors('sql-syntax', 'These files are not SQL:', [problem])
      return { schema: 1, digest: '', analyser: 'fake', migrations: [] }
    },
  }
  const ports: Partial<Host> = {
    git: Object.assign(git, { merge: refuse }),
    ledger,
    packages: new MemoryPackages(git),
    clock,
    progress: () => undefined,
    actor: { login: 'ada' },
    forge: only(forge),
    databases: only(databases),
  }
  const main = await git.make(app)
  for (const branch of ['main', 'env/integration', 'env/qa']) git.refs.set(`refs/heads/${branch}`, { oid: main })
  return { room: sampleRoom(partialHost(ports)), ports, git, ledger, dispatched, main }
}

async function refuse(): Promise<never> {
  throw new TypeError('A build merges nothing.')
}

/** A port of which only some methods may be called. */
function only<T extends object, P extends Partial<T>>(some: P): T {
  return some as unknown as T
}

async function push(
  { git }: Shop,
  branch: string,
  files: Parameters<MemoryGit['make']>[0],
  parents: string[],
  message = 'Change',
): Promise<string> {
  const commit = await git.make(files, parents, { message })
  git.refs.set(`refs/heads/${branch}`, { oid: commit })
  return commit
}

describe('a build', () => {
  it('stores the package, records it, and wakes the first promotion', async () => {
    const here = await shop()
    const source = await push(here, 'feature', gift, [here.main], 'Add gift cards\n\nCo-authored-by: Bob <Bob@Example.com>')
    const result = await buildPackage(here.room, { feature: 'feature' })
    const version = `0.0.0-20261120080100-${source.slice(0, 12)}`
    expect(result).toMatchObject({ outcome: 'built', reason: 'done', packages: ['gift-cards'], shas: { head: source } })
    const { manifest, ref } = await here.room.host.packages.read('gift-cards', version)
    expect(manifest).toMatchObject({
      base: here.main,
      source,
      sourceTime: '2026-11-20T08:01:00Z',
      config: ['GIFT_URL'],
      migrations: [{ id: '0001_create', file: '0001_create.sql' }],
      authors: ['ada@example.com', 'bob@example.com'],
    })
    expect(manifest.changes.map((each) => each.path)).toEqual(['src/gift.js'])
    expect(here.ledger.records).toMatchObject([{ kind: 'built', package: ref, people: ['ada', 'bob@example.com'] }])
    expect(here.dispatched).toEqual([['stagecoach-promote.yml', { environment: 'integration', package: 'gift-cards' }]])
  })

  it('of the same commit again adopts what is stored, and doubles nothing', async () => {
    const here = await shop()
    await push(here, 'feature', gift, [here.main])
    await buildPackage(here.room, { feature: 'feature' })
    const refs = [...here.git.refs]
    expect(await buildPackage(here.room, { feature: 'feature' })).toMatchObject({ outcome: 'unchanged', reason: 'nothing-to-do' })
    expect([...here.git.refs]).toEqual(refs)
    expect(here.ledger.records).toHaveLength(1)
  })

  it('records a package whose build was killed after its tag was pushed', async () => {
    const here = await shop()
    await push(here, 'feature', gift, [here.main])
    await buildPackage(here.room, { feature: 'feature' })
    here.ledger.records = []
    expect((await buildPackage(here.room, { feature: 'feature' })).outcome).toBe('unchanged')
    expect(here.ledger.records).toHaveLength(1)
  })

  it('by a person names them where nobody knew who built it, once', async () => {
    const here = await shop()
    await push(here, 'feature', gift, [here.main])
    const buildBy = async (actor: Actor): Promise<unknown> => {
      here.ledger.by = actor
      const host = partialHost({ ...here.ports, actor })
      return buildPackage({ ...here.room, host }, { feature: 'feature' })
    }
    for (const actor of [unknown, unknown, { login: 'grace' }, { login: 'grace' }, { login: 'ada' }, unknown])
      await buildBy(actor)
    expect(here.ledger.records.map(({ by, key }) => [by.login, key.split(':')[2]])).toEqual([
      [unknown.login, undefined],
      ['grace', 'grace'],
    ])
  })

  it('never computes the base of a commit again', async () => {
    const here = await shop()
    const source = await push(here, 'feature', gift, [here.main])
    await buildPackage(here.room, { feature: 'feature' })
    here.git.refs.set('refs/heads/main', { oid: source })
    const again = await buildPackage(here.room, { feature: 'feature', version: '1.2.0' })
    expect(again.outcome).toBe('built')
    expect((await here.room.host.packages.read('gift-cards', '1.2.0')).manifest.base).toBe(here.main)
  })

  it('is the same package whoever builds it', async () => {
    const digests = []
    for (const other of [await shop(), await shop()]) {
      await push(other, 'feature', gift, [other.main])
      await buildPackage(other.room, { feature: 'feature' })
      digests.push(other.ledger.records.map((record) => record.kind === 'built' && record.package.digest))
    }
    expect(digests[0]).toEqual(digests[1])
  })

  it('takes the production commit that was merged into the feature as its base', async () => {
    const here = await shop()
    const first = await push(here, 'feature', gift, [here.main])
    const newer = await push(here, 'main', { ...app, 'src/search.js': 'search' }, [here.main])
    await push(here, 'feature', { ...gift, 'src/search.js': 'search' }, [first, newer])
    await buildPackage(here.room, { feature: 'feature', version: '1.0.0' })
    const { manifest } = await here.room.host.packages.read('gift-cards', '1.0.0')
    expect([manifest.base, manifest.changes.map((each) => each.path)]).toEqual([newer, ['src/gift.js']])
  })

  it('continues its package when production has the folder already', async () => {
    const here = await shop()
    const first = await push(here, 'feature', gift, [here.main])
    await buildPackage(here.room, { feature: 'feature', version: '1.0.0' })
    const released = await push(here, 'main', gift, [here.main])
    await push(here, 'feature', { ...gift, 'src/gift.js': 'better' }, [first, released])
    expect(await buildPackage(here.room, { feature: 'feature', version: '1.1.0' })).toMatchObject({
      outcome: 'built',
      packages: ['gift-cards'],
    })
  })

  it('of a feature that was rebased says whose place it takes', async () => {
    const here = await shop()
    const first = await push(here, 'feature', gift, [here.main])
    await buildPackage(here.room, { feature: 'feature' })
    await push(here, 'feature', { ...gift, 'src/gift.js': 'better' }, [here.main])
    const { outcome, message } = await buildPackage(here.room, { feature: 'feature' })
    expect([outcome, message]).toEqual(['built', expect.stringContaining(`whose commit ${first} it does not contain`)])
  })

  it.each<[string, (here: Shop, first: string) => Promise<unknown>]>([
    ['that continues the first', (here, first) => push(here, 'other', { ...gift, 'src/gift.js': 'better' }, [first])],
    [
      'that starts from a production which released the first',
      async (here, first) => {
        const { ref } = await here.room.host.packages.read('gift-cards', '1.0.0')
        const released = { ...gift, '.stagecoach/packages/gift-cards.json': `${canonicalJson({ schema: 1, ...ref })}\n` }
        const production = await push(here, 'main', released, [here.main])
        await push(here, 'other', { ...released, [`${folder}/0002_more.sql`]: 'select 1;\n' }, [production])
        expect(await here.git.isAncestor(first, production)).toBe(false)
      },
    ],
    [
      'when the first is gone',
      async (here) => {
        here.git.refs.delete('refs/heads/feature')
        await push(here, 'other', { ...gift, 'src/gift.js': 'better' }, [here.main])
      },
    ],
  ])('of the same package from another branch %s is built', async (_what, prepare) => {
    const here = await shop()
    const first = await push(here, 'feature', gift, [here.main])
    await buildPackage(here.room, { feature: 'feature', version: '1.0.0' })
    await prepare(here, first)
    expect((await buildPackage(here.room, { feature: 'other' })).outcome).toBe('built')
  })

  it('of a branch that was written anew is built, also when another was stacked on what it was', async () => {
    const here = await shop()
    const first = await push(here, 'feature', gift, [here.main])
    await buildPackage(here.room, { feature: 'feature', version: '1.0.0' })
    await push(here, 'stacked', { ...gift, 'db/migrations/more/package.yml': '' }, [first])
    await push(here, 'feature', { ...gift, 'src/gift.js': 'better' }, [here.main])
    expect((await buildPackage(here.room, { feature: 'feature' })).message).toContain('takes the place of 1.0.0')
  })

  it('in a dry run writes nothing', async () => {
    const here = await shop()
    await push(here, 'feature', gift, [here.main])
    const refs = [...here.git.refs]
    expect((await buildPackage(here.room, { feature: 'feature', dryRun: true })).outcome).toBe('planned')
    expect([[...here.git.refs], here.ledger.records, here.dispatched]).toEqual([refs, [], []])
  })
})

describe('a build is refused', () => {
  const yml = { 'db/migrations/x/package.yml': '' }
  it.each([
    ['package-missing-folder', 'without a folder', { ...app, 'src/x.js': 'x' }, {}],
    ['package-several', 'with two folders', { ...app, ...yml, 'db/migrations/y/package.yml': '' }, {}],
    ['package-touches-state', 'when it writes state', { ...app, ...yml, '.stagecoach/packages/x.json': '{}' }, {}],
    ['package-stray-file', 'with SQL beside the folders', { ...app, ...yml, 'db/migrations/0001_x.sql': '' }, {}],
    ['name-invalid', 'with a folder that is no name', { ...app, 'db/migrations/X_Y/package.yml': '' }, {}],
    ['version-invalid', 'with a version that is none', { ...app, ...yml }, { version: 'v1' }],
    ['sql-syntax', 'when its SQL does not parse', { ...app, ...yml, 'db/migrations/x/0001_a.sql': 'creat table a ();' }, {}],
    ['package-invalid', 'when its package.yml is wrong', { ...app, 'db/migrations/x/package.yml': 'require: [a]' }, {}],
  ])('%s: %s', async (code, _what, files, request) => {
    const here = await shop()
    await push(here, 'feature', files, [here.main])
    await expect(buildPackage(here.room, { feature: 'feature', ...request })).rejects.toThrow(expect.objectContaining({ code }))
    expect(here.ledger.records).toEqual([])
  })

  it.each([
    ['input-missing', {}],
    ['branch-name-invalid', { feature: '--upload-pack=x' }],
    ['branch-name-invalid', { feature: 'a b' }],
    ['feature-missing', { feature: 'feature/$(touch x)'.replace(' ', '-') }],
    ['feature-missing', { feature: 'gone' }],
    ['feature-invalid', { feature: 'env/qa' }],
    ['feature-invalid', { feature: 'main' }],
    ['feature-invalid', { feature: 'promote/qa/gift-cards' }],
    ['feature-invalid', { feature: 'kept/qa-1a2b3c4' }],
    ['commit-invalid', { commit: 'HEAD' }],
    ['commit-missing', { feature: 'feature', commit: 'a'.repeat(40) }],
  ])('%s: %j', async (code, request) => {
    const here = await shop()
    await push(here, 'feature', gift, [here.main])
    await expect(buildPackage(here.room, request)).rejects.toThrow(expect.objectContaining({ code }))
  })

  it('without a production commit in it', async () => {
    const here = await shop()
    await push(here, 'feature', gift, [])
    await expect(buildPackage(here.room, { feature: 'feature' })).rejects.toThrow(
      expect.objectContaining({ code: 'package-no-base' }),
    )
  })

  it('when it contains a commit of an environment, naming it', async () => {
    const here = await shop()
    const promoted = await push(here, 'env/qa', { ...app, 'src/other.js': 'x' }, [here.main])
    await push(here, 'env/qa', { ...app, 'src/other.js': 'y' }, [promoted])
    await push(here, 'feature', gift, [here.main, promoted])
    const build = buildPackage(here.room, { feature: 'feature' })
    await expect(build).rejects.toThrow(
      expect.objectContaining({ code: 'package-contaminated', message: expect.stringContaining('qa') }),
    )
  })

  it('when another branch carries the package on, naming both branches and the ways out', async () => {
    const here = await shop()
    await push(here, 'feature/a', gift, [here.main])
    await buildPackage(here.room, { feature: 'feature/a', version: '1.0.0' })
    await push(here, 'feature/b', { ...gift, 'src/gift.js': 'other' }, [here.main])
    await expect(buildPackage(here.room, { feature: 'feature/b' })).rejects.toThrow(
      expect.objectContaining({
        code: 'package-other-branch',
        message: expect.stringMatching(/from 'feature\/a' last \(1\.0\.0\), and 'feature\/b' does not contain/),
        hint: expect.stringMatching(/rename db\/migrations\/gift-cards in 'feature\/b'.*merge 'feature\/a'.*delete that branch/),
      }),
    )
    expect(here.ledger.records).toHaveLength(1)
  })

  it('not when an environment merged the feature', async () => {
    const here = await shop()
    const source = await push(here, 'feature', gift, [here.main])
    await push(here, 'env/qa', gift, [here.main, source])
    expect((await buildPackage(here.room, { feature: 'feature' })).outcome).toBe('built')
  })

  it('tells the place of an SQL error by its path in the repository', async () => {
    const at = await shop()
    const files = { ...app, 'db/migrations/x/package.yml': '', 'db/migrations/x/0001_create.sql': 'creat table a ();' }
    await push(at, 'feature/x', files, [at.main])
    await expect(buildPackage(at.room, { feature: 'feature/x' })).rejects.toThrow('db/migrations/x/0001_create.sql:1:1: syntax')
  })
})
