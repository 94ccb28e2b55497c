/** A feature of the walks: in its nth version one table with n − 1 further columns, one file with n lines, and one line of the shared file. */
export const names = ['alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta'] as const
export type FeatureName = (typeof names)[number]

export function isFeature(name: string): name is FeatureName {
  return (names as readonly string[]).includes(name)
}

export function branchOfFeature(name: FeatureName): string {
  return `feature/${name}`
}

/** Its line of the shared file. That of gamma is the one behind alpha's, so that the two cannot be merged without a person. */
export function slotOf(name: FeatureName): number {
  return name === 'gamma' ? slotOf('alpha') + 1 : 4 + 10 * names.indexOf(name)
}

export function lineOf(name: FeatureName, version: number): string {
  return `${name} v${version}`
}

/** Its own files, whole. The first version's migration fails while the trap of migrations is set, each later one's too. */
export function filesOf(name: FeatureName, version: number): Map<string, string> {
  const folder = `db/migrations/${name}`
  const files = new Map([
    [`src/${name}.txt`, `${Array.from({ length: version }, (_, line) => `${name} line ${line + 1} of ${version}`).join('\n')}\n`],
    [`${folder}/package.yml`, 'requires: []\n'],
    [`${folder}/0001_table.sql`, `create table public.${name} (id integer primary key, note text);\n${sprung(name, 1)}`],
    [`${folder}/0001_table.undo.sql`, `drop table public.${name};\n`],
  ])
  for (let number = 2; number <= version; number++) {
    const file = `${folder}/${String(number).padStart(4, '0')}_column`
    files.set(`${file}.sql`, `alter table public.${name} add column v${number} text;\n${sprung(name, number)}`)
    files.set(
      `${file}.undo.sql`,
      `alter table public.${name} drop column v${number};\ndelete from public.${name} where id = ${number};\n`,
    )
  }
  return files
}

/** Ids of a version's migrations. */
export function migrationsOf(version: number): string[] {
  return Array.from(
    { length: version },
    (_, index) => `${String(index + 1).padStart(4, '0')}_${index === 0 ? 'table' : 'column'}`,
  )
}

function sprung(name: FeatureName, id: number): string {
  const trapped = `select count(*) from public.trap where kind = 'migration'`
  return `insert into public.${name} (id, note) select ${id}, 'made by ${name}' where 1 / (1 - (${trapped})) = 1;\n`
}

/** What its table looks like when these migrations of it have run: names of columns, in order. */
export function columnsAfter(migrations: number): string[] {
  if (migrations === 0) return []
  return ['id', 'note', ...Array.from({ length: migrations - 1 }, (_, index) => `v${index + 2}`)]
}
