import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createCommands } from './commands.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'commands-'))
})
afterEach(() => rm(folder, { recursive: true }))

const around = { PATH: process.env['PATH'], HOME: '/home/me', GITHUB_TOKEN: 'ghs_secret' }
const run = (line: string, change: { env?: Record<string, string>; timeout?: number } = {}) =>
  createCommands(around).run({ line, cwd: folder, env: {}, timeout: 20_000, ...change })

describe('Commands', () => {
  it('passes quoted words as they are, without a shell', async () => {
    expect((await run(`printf '%s|' 'a b' '$HOME' "x;y"`)).stdout).toBe('a b|$HOME|x;y|')
  })

  it('stops the chain at the first command that fails', async () => {
    const result = await run(`echo one && sh -c 'echo two >&2; exit 3' && echo three`)
    expect(result).toMatchObject({ exitCode: 3, stdout: 'one\n', stderr: 'two\n', timedOut: false })
  })

  it('gives only PATH, HOME, TMPDIR and what is named', async () => {
    const { stdout } = await run('env', { env: { STAGE: 'qa' } })
    expect(stdout).toContain('STAGE=qa')
    expect(stdout).toContain('HOME=/home/me')
    expect(stdout).not.toContain('ghs_secret')
  })

  it('looks for a relative program in its folder, not in ours', async () => {
    await writeFile(join(folder, 'deploy.sh'), '#!/bin/sh\necho here\n', { mode: 0o755 })
    expect((await run('./deploy.sh')).stdout).toBe('here\n')
  })

  it.each([
    ['./missing.sh', 127],
    ['no-such-program-at-all', 127],
  ])('answers 127 for %s', async (line, code) => {
    const result = await run(line)
    expect(result.exitCode).toBe(code)
    expect(result.stderr).toContain(line)
  })

  it('ends everything the command started when time is up', async () => {
    const script = `(while :; do date +%s%N > ${folder}/alive; sleep 0.05; done) & sleep 30`
    const result = await run(`sh -c '${script}'`, { timeout: 300 })
    expect(result).toMatchObject({ timedOut: true, exitCode: 124 })
    const before = await readFile(join(folder, 'alive'), 'utf8')
    await sleep(200)
    expect(await readFile(join(folder, 'alive'), 'utf8')).toBe(before)
  })

  it('ends a command that ignores the request to end', async () => {
    expect((await run(`sh -c 'trap "" TERM; sleep 30 & wait; sleep 30'`, { timeout: 200 })).timedOut).toBe(true)
  })

  it('keeps the end of long output', async () => {
    const { stdout } = await run(`node -e 'process.stdout.write("x".repeat(200000) + "end")'`)
    expect(stdout.length).toBe(64 * 1024)
    expect(stdout.endsWith('end')).toBe(true)
  })
})
