import { access, chmod, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createWorkspace } from './workspace.ts'

const file = (text: string, executable = false) => ({ bytes: Buffer.from(text), executable })

describe('Workspace', () => {
  it('writes files with their modes into a new folder, and removes it', async () => {
    const parent = await mkdtemp(join(tmpdir(), 'workspace-'))
    const workspace = createWorkspace(join(parent, 'made'))
    const folder = await workspace.unpack(
      new Map([
        ['a/b.txt', file('hi')],
        ['run.sh', file('#!/bin/sh', true)],
      ]),
    )
    expect(await readFile(join(folder, 'a/b.txt'), 'utf8')).toBe('hi')
    expect((await stat(join(folder, 'run.sh'))).mode & 0o111).not.toBe(0)
    expect(await workspace.unpack(new Map())).not.toBe(folder)
    await workspace.dispose()
    await expect(access(folder)).rejects.toThrow('ENOENT')
    await rm(parent, { recursive: true })
  })

  it.each(['../x', 'a/../../x', '/etc/passwd', '..', '', 'a\0b'])(
    'refuses the path %j before it writes anything',
    async (path) => {
      const workspace = createWorkspace(join(tmpdir(), 'never-made'))
      await expect(
        workspace.unpack(
          new Map([
            ['ok', file('')],
            [path, file('')],
          ]),
        ),
      ).rejects.toMatchObject({ code: 'path-escapes' })
      await expect(access(join(tmpdir(), 'never-made'))).rejects.toThrow('ENOENT')
    },
  )
})

describe('collect', () => {
  const inFolder = async (use: (folder: string) => Promise<void>): Promise<void> => {
    const folder = await mkdtemp(join(tmpdir(), 'collect-'))
    await mkdir(join(folder, 'dist/.well-known'), { recursive: true })
    await mkdir(join(folder, '.git'))
    await writeFile(join(folder, '.git/config'), 'secret')
    await writeFile(join(folder, 'dist/app.js'), 'app')
    await writeFile(join(folder, 'dist/.well-known/x'), 'x')
    await writeFile(join(folder, 'dist/run.sh'), 'run', { mode: 0o755 })
    await writeFile(join(folder, 'README.md'), 'read')
    await use(folder).finally(() => rm(folder, { recursive: true }))
  }
  const workspace = createWorkspace(join(tmpdir(), 'never-made'))

  it('takes what matches, hidden files too, with their modes, and never what git keeps', () =>
    inFolder(async (folder) => {
      const files = await workspace.collect(folder, ['dist/**'])
      expect([...files].map(([path, { executable }]) => [path, executable])).toEqual([
        ['dist/.well-known/x', false],
        ['dist/app.js', false],
        ['dist/run.sh', true],
      ])
      expect([...(await workspace.collect(folder, ['**'])).keys()]).not.toContain('.git/config')
    }))

  it('keeps modes through an artifact that forgets them', () =>
    inFolder(async (folder) => {
      const out = join(folder, 'out')
      await workspace.write(out, await workspace.collect(folder, ['dist/*']))
      await chmod(join(out, 'dist/run.sh'), 0o644)
      const files = await workspace.collect(out, ['**'])
      expect([...files].map(([path, { executable }]) => [path, executable])).toEqual([
        ['dist/app.js', false],
        ['dist/run.sh', true],
      ])
    }))

  it('refuses a link, which could bring anything of this machine into a release', () =>
    inFolder(async (folder) => {
      await symlink('/etc/passwd', join(folder, 'dist/passwd'))
      await expect(workspace.collect(folder, ['dist/**'])).rejects.toMatchObject({ code: 'release-link' })
      await symlink('/etc', join(folder, 'dist/etc'))
      await expect(workspace.collect(folder, ['dist/etc/**'])).rejects.toMatchObject({ code: 'release-link' })
    }))
})
