import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { Leftovers } from './leftovers.ts'

test('folders are gone when it says so, also one that was not there', async () => {
  const root = mkdtempSync(join(tmpdir(), 'leftovers-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const leftovers = new Leftovers()
  for (const name of ['a', 'b']) {
    mkdirSync(join(root, name, 'deep'), { recursive: true })
    writeFileSync(join(root, name, 'deep', 'file'), 'x')
  }
  for (const name of ['a', 'b', 'never']) leftovers.remove(join(root, name))
  await leftovers.gone()
  expect(['a', 'b'].map((name) => existsSync(join(root, name)))).toEqual([false, false])
})

test('what cannot be removed is said at the end', async () => {
  const leftovers = new Leftovers()
  leftovers.remove('/proc/self/status')
  await expect(leftovers.gone()).rejects.toThrow('/proc/self/status')
})
