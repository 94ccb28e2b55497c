import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openGit } from '../open-git.ts'
import { walk } from './walk.ts'
import type { WalkReport } from './walk-report.ts'

/** `run.ts --walks 1000 --operations 45 --seed 1 [--verbose]`: exits 1 when a walk went wrong. */
const { values } = parseArgs({
  options: {
    walks: { type: 'string', default: '50' },
    operations: { type: 'string', default: '45' },
    seed: { type: 'string', default: '1' },
    verbose: { type: 'boolean', default: false },
  },
})
const [walks, operations, first] = [Number(values.walks), Number(values.operations), Number(values.seed)]
const total = { operations: 0, changes: 0, clean: 0, needed: 0, near: 0, wrong: 0 }
const started = Date.now()

for (let seed = first; seed < first + walks; seed++) {
  const report = await walkOnce(seed)
  for (const key of ['operations', 'changes', 'clean', 'needed', 'near'] as const) total[key] += report[key]
  total.wrong += report.wrong.length
  for (const wrong of report.wrong) console.log(`seed ${seed}, operation ${wrong.operation}: ${wrong.kind}: ${wrong.what}`)
  if (values.verbose) console.log(report.log.join('\n'))
  if ((seed - first + 1) % 50 === 0) console.log(line(seed - first + 1))
}
console.log(line(walks))
process.exitCode = total.wrong === 0 ? 0 : 1

/** A repository per walk, in memory where there is one to be had. */
async function walkOnce(seed: number): Promise<WalkReport> {
  const directory = mkdtempSync(
    join(process.env['TMPDIR'] ?? (existsSync('/dev/shm') ? '/dev/shm' : tmpdir()), 'stagecoach-walk-'),
  )
  const git = await openGit({ directory, url: 'nowhere' })
  try {
    return await walk(git, seed, operations)
  } finally {
    await git.close()
    rmSync(directory, { recursive: true, force: true })
  }
}

function line(done: number): string {
  const seconds = Math.round((Date.now() - started) / 1000)
  const { operations: count, changes, clean, needed, near, wrong } = total
  return `${done} walks, ${count} operations, ${changes} changes of environments: ${clean} clean, ${needed} needed and ${near} near conflicts, ${wrong} wrong (${seconds} s)`
}
