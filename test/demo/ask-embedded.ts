import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'

/** Prints the rows of a query on an embedded database that a demo left: no other program opens its folder. */
export async function askEmbedded(directory: string, environment: string, queries: readonly string[]): Promise<void> {
  const folder = join(directory, 'databases', environment)
  if (!/^[a-z_]+$/.test(environment) || !existsSync(folder))
    throw new Error(
      `The last demo left no database '${environment}'. It leaves integration, qa and production on the embedded engine.`,
    )
  const database = await PGlite.create(folder)
  try {
    for (const query of queries) console.table((await database.query(query)).rows)
  } finally {
    await database.close()
  }
}
