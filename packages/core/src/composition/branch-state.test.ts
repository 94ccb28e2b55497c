import { describe, expect, it } from 'vitest'
import { MemoryGit } from '../testing/memory-git.ts'
import { sampleOid, samplePackage } from '../testing/samples.ts'
import { contentId, packageStatePath, readState, writeState } from './branch-state.ts'

const code = { 'src/app.js': 'app', 'db/migrations/loyalty/package.yml': '' }
const loyalty = samplePackage('loyalty', { sourceTime: '2026-11-19T08:00:00Z' })
const tiers = samplePackage('a-tiers', { requires: ['loyalty'], sourceTime: '2026-11-18T08:00:00Z' })

async function branch(files: Record<string, string> = {}): Promise<{ git: MemoryGit; commit: string }> {
  const git = new MemoryGit()
  return { git, commit: await git.make({ ...code, ...files }) }
}

describe('the state of a branch', () => {
  it('is read as it was written, in canonical order, and does not change the content', async () => {
    const { git, commit } = await branch()
    const content = await contentId(git, commit)
    const tree = await writeState(git, content, [tiers, loyalty], sampleOid('baseline'))
    expect(await readState(git, tree)).toEqual({ content, packages: [loyalty, tiers], baseline: sampleOid('baseline') })
    expect(content).toBe(await git.tree(commit))
  })

  it('is the same tree whatever order it is given in, and whatever was there before', async () => {
    const { git, commit } = await branch()
    const first = await writeState(git, commit, [loyalty, tiers], undefined)
    expect(await writeState(git, first, [tiers, loyalty], undefined)).toBe(first)
    const other = await writeState(git, commit, [samplePackage('search')], sampleOid('x'))
    expect(await writeState(git, other, [loyalty, tiers], undefined)).toBe(first)
  })

  it('is empty where nothing was written', async () => {
    const { git, commit } = await branch()
    expect(await readState(git, commit)).toEqual({ content: await git.tree(commit), packages: [] })
    expect(await writeState(git, commit, [], undefined)).toBe(await git.tree(commit))
  })

  it('keeps one small file per package, with one newline', async () => {
    const { git, commit } = await branch()
    const files = git.files(await writeState(git, commit, [loyalty], undefined))
    expect(files[packageStatePath('loyalty')]).toBe(
      `{"base":"${loyalty.base}","digest":"${loyalty.digest}","name":"loyalty","requires":[],"schema":1,"source":"${loyalty.source}","sourceTime":"2026-11-19T08:00:00Z","version":"1.0.0"}\n`,
    )
  })

  const path = packageStatePath('loyalty')
  const text = (change: object = {}, end = '\n'): string => {
    const { name, ...rest } = { ...loyalty, schema: 1, ...change }
    const value: Record<string, unknown> = { ...rest, name }
    return JSON.stringify(Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))) + end
  }

  it('is the one these broken ones are made of', async () => {
    const { git, commit } = await branch({ [path]: text() })
    expect((await readState(git, commit)).packages).toEqual([loyalty])
  })

  it.each([
    ['state-invalid', 'another file', { '.stagecoach/notes.md': 'hello' }],
    ['state-invalid', 'a package in a folder', { '.stagecoach/packages/a/b.json': '{}' }],
    ['state-invalid', 'no JSON', { [path]: 'nonsense' }],
    ['state-invalid', 'a list', { [path]: '[]\n' }],
    ['state-invalid', 'another name inside', { [path]: text({ name: 'search' }) }],
    ['state-invalid', 'an unknown member', { [path]: text({ mood: 'good' }) }],
    ['state-invalid', 'a digest that is none', { [path]: text({ digest: 'x' }) }],
    ['state-invalid', 'no newline', { [path]: text({}, '') }],
    ['state-invalid', 'two newlines', { [path]: text({}, '\n\n') }],
    ['state-invalid', 'a baseline that is none', { '.stagecoach/baseline.json': '{"commit":"main","schema":1}\n' }],
    ['state-format-newer', 'a newer format', { [path]: text({ schema: 2 }) }],
  ])('is %s with %s', async (code, _what, files) => {
    const { git, commit } = await branch(files)
    await expect(readState(git, commit)).rejects.toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(Object.keys(files)[0] ?? '') }),
    )
  })

  it('is no link', async () => {
    const git = new MemoryGit()
    const commit = await git.make({ [path]: { mode: '120000', oid: await git.writeBlob(Buffer.from('/etc/passwd')) } })
    await expect(readState(git, commit)).rejects.toThrow(/has mode 120000/)
  })
})
