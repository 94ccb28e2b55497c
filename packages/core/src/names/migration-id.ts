/** `NNNN_name`, and the files `NNNN_name.sql` and `NNNN_name.undo.sql` of that migration. */
export interface MigrationFile {
  id: string
  number: number
  kind: 'migration' | 'undo'
}

const idPattern = /^(\d{4})_[a-z0-9][a-z0-9_-]{0,99}$/

export function isMigrationId(text: string): boolean {
  return idPattern.test(text)
}

/** Reads a file name relative to the package's folder; undefined when it is not the name of a migration. */
export function parseMigrationFile(path: string): MigrationFile | undefined {
  const name = path.endsWith('.undo.sql')
    ? path.slice(0, -'.undo.sql'.length)
    : path.endsWith('.sql')
      ? path.slice(0, -'.sql'.length)
      : ''
  const number = idPattern.exec(name)?.[1]
  if (number === undefined) return undefined
  return { id: name, number: Number(number), kind: path.endsWith('.undo.sql') ? 'undo' : 'migration' }
}

export function formatMigrationFile(file: Pick<MigrationFile, 'id' | 'kind'>): string {
  return `${file.id}${file.kind === 'undo' ? '.undo.sql' : '.sql'}`
}
