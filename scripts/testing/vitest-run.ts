import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCommand } from '../run-command.ts'
import { vitestProgram } from './programs.ts'
import { enginesLogVariable } from './engines.ts'
import type { PhaseResult } from './phase.ts'
import { readVitestReport } from './tally.ts'

/** Runs vitest projects with their usual output and counts from its JSON report; no report is a failure, not zero tests. */
export async function runVitest(
  projects: readonly string[],
  enginesLog: string,
  filters: readonly string[] = [],
): Promise<PhaseResult> {
  const folder = await mkdtemp(join(tmpdir(), 'stagecoach-vitest-'))
  const report = join(folder, 'report.json')
  try {
    const args = [
      'run',
      ...projects.map((project) => `--project=${project}`),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...filters,
    ]
    const env = { ...process.env, [enginesLogVariable]: enginesLog }
    const code = await runCommand(process.execPath, [vitestProgram, ...args], { env })
    const tally = await readTally(report)
    return { passed: code === 0 && tally.failed === 0, tally }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function readTally(report: string) {
  try {
    return readVitestReport(await readFile(report, 'utf8'))
  } catch (error) {
    process.stderr.write(`No report of the run: ${error instanceof Error ? error.message : String(error)}\n`)
    return { passed: 0, failed: 1, skipped: 0 }
  }
}
