import { access, mkdtemp, readFile, rm, stat } from 'node:fs/promises'
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
