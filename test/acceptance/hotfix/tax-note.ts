import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { featuresFolder, shopFolder } from '../../story/features/read-feature.ts'

/** What the shop must say by law from today: a table, and a note on the line where loyalty shows its points. */
export async function taxNoteFiles(): Promise<Record<string, string>> {
  const page = await readFile(join(shopFolder, 'src/product-page.js'), 'utf8')
  return {
    'db/migrations/tax-note/package.yml': 'requires: []\n',
    'db/migrations/tax-note/0001_tax_rate.sql':
      'create table public.tax_rate (currency text primary key, rate numeric(5, 2) not null);\n',
    'db/migrations/tax-note/0001_tax_rate.undo.sql': 'drop table public.tax_rate;\n',
    'features/tax-note.json': '{ "name": "tax-note", "title": "Prices say that they include tax", "owner": "ada" }\n',
    'src/tax-note.js': `export const taxNote = () => '<p class="tax">Tax included</p>'\n`,
    'src/product-page.js': withTaxNote(page, 'const notes = []', 'const notes = [taxNote()]'),
  }
}

/** The product page with the points of loyalty and the note. */
export async function resolvedPage(): Promise<string> {
  const page = await readFile(join(featuresFolder, 'loyalty/files/src/product-page.js'), 'utf8')
  return withTaxNote(page, '(product, currency), currency)]', '(product, currency), currency), taxNote()]')
}

function withTaxNote(page: string, notes: string, noted: string): string {
  const pricing = "import { formatAmount, unitPrice } from './pricing.js'\n"
  for (const part of [notes, pricing]) if (!page.includes(part)) throw new Error(`The product page lacks: ${part}`)
  return page.replace(notes, noted).replace(pricing, `${pricing}import { taxNote } from './tax-note.js'\n`)
}
