import { join } from 'node:path'
import { format, resolveConfig } from 'prettier'
import { outcomes, reasons } from '@stagecoach/core'
import { expect, test } from 'vitest'
import { repositoryRoot } from '../repository-root.ts'
import { outcomesPage } from './outcomes-page.ts'

test('the reference lists every outcome and reason with the meaning that the code gives it', async () => {
  const file = join(repositoryRoot, 'docs/reference/outcomes.md')
  const options = await resolveConfig(file)
  const page = await format(outcomesPage(outcomes, reasons), { ...options, parser: 'markdown' })
  await expect(page).toMatchFileSnapshot(file)
})
