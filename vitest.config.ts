import { defineConfig } from 'vitest/config'
import { LongestFirst } from './scripts/testing/longest-first.ts'

const conditions = ['stagecoach-source']

/** Unit tests run on the sources; acceptance tests start the release tree that `pnpm build` made. */
export default defineConfig({
  resolve: { conditions },
  // Vitest hands these on to Node, where `import` would make a CommonJS `require` (pg → pg-pool) load an ES module.
  ssr: { resolve: { conditions: [...conditions, 'node', 'default'] } },
  test: {
    // They end what hangs; a slow machine is no failure.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    maxWorkers: 2,
    // As the programs do, see keepWasmAtBaseline: a worker ends before optimised WebAssembly would pay.
    execArgv: ['--no-wasm-tier-up', '--no-wasm-dynamic-tiering'],
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
        },
      },
      {
        extends: true,
        test: { name: 'acceptance', include: ['test/acceptance/**/*.test.ts'], testTimeout: 900_000, hookTimeout: 900_000 },
      },
    ],
  },
})
