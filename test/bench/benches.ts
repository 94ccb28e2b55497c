import type { Bench } from './bench.ts'
import { configuration } from './benches/configuration.ts'
import { ledgerCold, ledgerWarm } from './benches/ledger.ts'
import { mergeApart, mergeInOneTree } from './benches/merge.ts'
import { migrationsBare, migrationsEmbedded, migrationsPsql } from './benches/migrations.ts'
import { packages } from './benches/packages.ts'
import { scratch } from './benches/scratch.ts'

export const benches: Readonly<Record<string, Bench>> = {
  'merge-apart': mergeApart,
  'merge-one-tree': mergeInOneTree,
  'migrations-psql': migrationsPsql,
  'migrations-bare': migrationsBare,
  'migrations-embedded': migrationsEmbedded,
  scratch,
  'ledger-cold': ledgerCold,
  'ledger-warm': ledgerWarm,
  packages,
  configuration,
}
