import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openGit } from '../open-git.ts'
import { walk } from './walk.ts'

const walks = 50
const operations = 45

/** A thousand walks are run by `node --conditions=stagecoach-source packages/git/src/walk/run.ts --walks 1000 --operations 45 --seed 1`. */
test('fifty random walks end with every environment holding its direct commits and each package at its version', async () => {
  const total = { changes: 0, clean: 0, needed: 0, near: 0 }
  for (let seed = 1; seed <= walks; seed++) {
    const directory = mkdtempSync(join(tmpdir(), 'stagecoach-walk-'))
    const git = await openGit({ directory, url: 'nowhere' })
    try {
      const report = await walk(git, seed, operations)
      expect(report.wrong, `seed ${seed}\n${report.log.join('\n')}`).toEqual([])
      for (const key of ['changes', 'clean', 'needed', 'near'] as const) total[key] += report[key]
    } finally {
      await git.close()
      rmSync(directory, { recursive: true, force: true })
    }
  }
  // A walk that hardly ever merges or conflicts would prove nothing.
  expect(total.clean).toBeGreaterThan(500)
  expect(total.needed).toBeGreaterThan(30)
  expect(total.clean + total.needed + total.near).toBe(total.changes)
  console.log(`${walks} walks, ${walks * operations} operations: ${JSON.stringify(total)}, 0 wrong`)
})
