import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { conditions: ['stagecoach-source'] },
  ssr: { resolve: { conditions: ['stagecoach-source', 'node', 'import', 'module', 'default'] } },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'actions/*/src/**/*.test.ts', 'scripts/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
})
