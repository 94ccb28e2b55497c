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

/** Everything that `npm test` does, by name. The filters narrow the tests to some files. */
export function phasesByName(enginesLog: string, filters: readonly string[] = []) {
  const tests = (...projects: string[]) => ({ run: () => runVitest(projects, enginesLog, filters) })
  return {
    typecheck: { name: 'typecheck', title: 'Types', run: () => node(tscProgram, '-b') },
    lint: { name: 'lint', title: 'Lint and layout', run: lint },
    build: { name: 'build', title: 'Release tree', run: () => node('--disable-warning=DEP0187', bundler) },
    unit: { name: 'unit', title: 'Unit tests', ...tests('pure', 'unit') },
    acceptance: { name: 'acceptance', title: 'Acceptance tests on the release tree', ...tests('acceptance') },
    tests: { name: 'tests', title: 'All tests, on sources and release tree', ...tests('pure', 'unit', 'acceptance') },
  } satisfies Record<string, Phase>
}

/** All of it, in lanes that go side by side: linting takes one processor alone, and all tests together leave none idle when the last long ones end. */
export function allLanes({ typecheck, lint, build, tests }: ReturnType<typeof phasesByName>): Phase[][] {
  return [[typecheck, build, tests], [lint]]
}

const bundler = join('scripts', 'bundle.ts')
