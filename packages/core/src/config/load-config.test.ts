import { expect, it } from 'vitest'
import { readConfig } from './load-config.ts'

const refs = new Map([['refs/heads/main', { oid: 'a'.repeat(40) }]])
const git = { list: () => Promise.resolve([]), readBlob: () => Promise.resolve(new Uint8Array()) }

it.each([
  ['.github/stagecoach.yml', '`stagecoach init` writes one'],
  ['ops/sc.yml', '`stagecoach init --config ops/sc.yml` writes one'],
])('says what writes a configuration at %s', async (path, hint) => {
  await expect(readConfig(git, refs, { defaultBranch: 'main', path })).rejects.toMatchObject({
    code: 'config-not-found',
    hint: expect.stringContaining(hint),
  })
})
