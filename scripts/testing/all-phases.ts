import { join } from 'node:path'
import { runCommand } from '../run-command.ts'
import type { Phase, PhaseResult } from './phase.ts'
import { eslintProgram, prettierProgram, tscProgram } from './programs.ts'
import { runVitest } from './vitest-run.ts'

async function node(...args: string[]): Promise<PhaseResult> {
  return { passed: (await runCommand(process.execPath, args)) === 0 }
}

async function lint(): Promise<PhaseResult> {
  const rules = await node(eslintProgram, '.', '--max-warnings', '0')
  const layout = await node(prettierProgram, '--check', '--log-level=warn', '.')
  return { passed: rules.passed && layout.passed }
}

/** Everything that `npm test` does, in order; what one processor does alone goes side by side. The filters narrow the two test phases to some files. */
export function allPhases(enginesLog: string, filters: readonly string[] = []): Phase[][] {
  return [
    [{ name: 'typecheck', title: 'Types', run: () => node(tscProgram, '-b') }],
    [
      { name: 'lint', title: 'Lint and layout', run: lint },
      { name: 'build', title: 'Release tree', run: () => node('--disable-warning=DEP0187', bundler) },
    ],
    [{ name: 'unit', title: 'Unit tests', run: () => runVitest(['pure', 'unit'], enginesLog, filters) }],
    [
      {
        name: 'acceptance',
        title: 'Acceptance tests on the release tree',
        run: () => runVitest(['acceptance'], enginesLog, filters),
      },
    ],
  ]
}

const bundler = join('scripts', 'bundle.ts')
