import { availableParallelism } from 'node:os'
import { configDefaults, defineConfig } from 'vitest/config'
import { LongestFirst } from './scripts/testing/longest-first.ts'

const conditions = ['stagecoach-source']

/** Decisions and translations: no processes, no databases, nothing that one file could leave behind for the next. */
const pure = ['packages/core', 'packages/github', 'packages/action-kit'].map((folder) => `${folder}/src/**/*.test.ts`)

/** Unit tests run on the sources; acceptance tests start the release tree that `pnpm build` made. */
export default defineConfig({
  resolve: { conditions },
  // Vitest hands these on to Node, where `import` would make a CommonJS `require` (pg → pg-pool) load an ES module.
  ssr: { resolve: { conditions: [...conditions, 'node', 'default'] } },
  test: {
    // They end what hangs; a slow machine is no failure.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // One more than processors: most tests wait a quarter of their time for processes that they started. Each may take a gigabyte.
    maxWorkers: Math.min(availableParallelism() + 1, 6),
    // WebAssembly as the programs do, see keepWasmAtBaseline: a worker ends before optimised code would pay. Room for what is young saves
    // collecting it again and again.
    execArgv: ['--no-wasm-tier-up', '--no-wasm-dynamic-tiering', '--min-semi-space-size=32', '--max-semi-space-size=64'],
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          globalSetup: 'packages/database/src/testing/shared-folder.ts',
          include: [
            'packages/*/src/**/*.test.ts',
            'actions/*/src/**/*.test.ts',
            'scripts/**/*.test.ts',
            'test/story/**/*.test.ts',
          ],
          exclude: [...configDefaults.exclude, ...pure],
        },
      },
      // A process of its own for each of these files would take four times as long as its tests.
      { extends: true, test: { name: 'pure', isolate: false, include: pure } },
      {
        extends: true,
        test: {
          name: 'acceptance',
          globalSetup: 'test/acceptance/stage/release-copy.ts',
          include: ['test/acceptance/**/*.test.ts'],
          testTimeout: 900_000,
          hookTimeout: 900_000,
        },
      },
    ],
  },
})
