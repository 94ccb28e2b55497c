import { expect } from 'vitest'
import type { Stage } from '../../story/stage/stage.ts'
import { environments } from '../../story/stage/databases.ts'
import { fileAt, packagesOf } from '../look/branch.ts'
import { hasColumn, logOf } from '../look/database.ts'
import { branchOf, openPulls } from '../look/promotions.ts'

/** The second version is everywhere: one migration more in each database, and the deleted file on no branch. */
export async function lookAtSecondVersion(stage: Stage): Promise<void> {
  const { bare, databases } = stage
  const digests = new Set<string | undefined>()
  for (const environment of environments) {
    const branch = branchOf[environment]
    digests.add((await packagesOf(bare, branch)).get('gift-cards')?.digest)
    expect(await fileAt(bare, branch, 'src/gift-card-print.js')).toBeUndefined()
    expect(await fileAt(bare, branch, 'src/gift-cards.js')).toContain('expires')
    expect(await logOf(databases, environment, 'gift-cards')).toEqual([
      'applied 0001_gift_card',
      'applied 0002_gift_card_expires_on',
    ])
    expect(await hasColumn(databases, environment, 'gift_card', 'expires_on')).toBe(true)
  }
  expect(digests.size).toBe(1)
  expect([...digests][0]).toBeDefined()
  expect(await openPulls(stage)).toEqual([])
}
