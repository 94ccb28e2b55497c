import { PGlite } from '@electric-sql/pglite'

/** SQL for the database in a folder of the embedded engine. */
export interface FolderRequest {
  folder: string
  sql: string
}

export type FolderAnswer = { rows: Record<string, unknown>[] } | { error: string }

/** Buffers of 128 MB take longer to clear than these databases to read; 16 MB pieces of WAL, kept for the next, would be half of every copy. */
function openFolder(dataDir: string): Promise<PGlite> {
  const settings = ['shared_buffers=32MB', 'wal_recycle=off', 'min_wal_size=2MB']
  return PGlite.create({
    dataDir,
    startParams: [...PGlite.defaultStartParams, ...settings.flatMap((setting) => ['-c', setting])],
    initDbStartParams: ['--wal-segsize=1'],
  })
}

async function answer({ folder, sql }: FolderRequest): Promise<FolderAnswer> {
  const database = await openFolder(folder)
  try {
    const results = await database.exec(sql)
    return { rows: results.at(-1)?.rows ?? [] }
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) }
  } finally {
    await database.close()
  }
}

process.on('message', (request: FolderRequest) => {
  void answer(request).then((reply) => process.send?.(reply))
})
