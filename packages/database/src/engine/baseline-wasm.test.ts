import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

const run = promisify(execFile)

/** Parses enough for V8 to optimise the grammar, in a process that says what it compiled. */
async function compiled(load: string): Promise<{ stdout: string; stderr: string }> {
  const program = `
    ${load}
    for (let i = 0; i < 400; i++) parse('create table t (a integer primary key, b text not null default lower($$X$$), c numeric(12, 2))')`
  const { NODE_OPTIONS: _, ...environment } = process.env
  return run(process.execPath, ['--trace-wasm-compilation-times', '--input-type=module', '--eval', program], {
    cwd: import.meta.dirname,
    env: environment,
    maxBuffer: 64 * 1024 * 1024,
  })
}

describe('WebAssembly kept at the baseline', () => {
  it('is compiled once and never optimised, and nothing is printed about flags', async () => {
    const { stdout, stderr } = await compiled(`
      const { loadParser } = await import(${JSON.stringify(new URL('../sql/parser.ts', import.meta.url).href)})
      const { parse } = await loadParser()`)
    expect(stdout).toContain('using Liftoff')
    expect(stdout).not.toContain('using TurboFan')
    expect(stderr).toBe('')
  })

  it('would be optimised otherwise', async () => {
    const { stdout } = await compiled(`
      const { loadModule, parseSync: parse } = await import('libpg-query')
      await loadModule()`)
    expect(stdout).toContain('using TurboFan')
  })
})
