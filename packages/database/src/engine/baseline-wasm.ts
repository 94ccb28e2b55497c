import { setFlagsFromString } from 'node:v8'

/** Major version of V8 (Node 24) in which the flags were tried. Another V8 would print a line for a flag that it does not know, and keeps its defaults. */
const TRIED = '13'

/**
 * Keeps WebAssembly at V8's baseline compiler for the rest of this process; called where a module of it is about to be compiled, and not
 * at the start of a program: once its flags have changed, V8 takes Node's own cached code no more, 30 ms of processor time for `fetch`
 * alone, and many runs load no WebAssembly at all. Parser (libpg-query) and embedded engine (PGlite) both hold PostgreSQL's grammar, one
 * function of 100 KB. V8 optimises it after some hundred tokens: 0.6–1.5 s of processor time and 610 MB of memory each, in processes
 * that end before it pays.
 * Measured (Node 24.21, 2 cores): rehearsing three packages embedded 4.2 → 2.4 s of processor time, peak memory 895 → 329 MB;
 * 200 migrations embedded 8.2 → 6.7 s; half a million rows written embedded 12.1 → 12.9 s, the price.
 */
export function keepWasmAtBaseline(): void {
  if (process.versions.v8.split('.')[0] !== TRIED) return
  // Only both together: without dynamic tiering alone, V8 optimises every function at once.
  setFlagsFromString('--no-wasm-tier-up')
  setFlagsFromString('--no-wasm-dynamic-tiering')
}
