import type { HistoryTool } from '@stagecoach/core'

/** How a tool's table is recognised, and which of its columns are read in which order. Columns that may hold people's data (prisma's `logs`, sqitch's notes) are not. */
export interface HistoryShape {
  tool: Exclude<HistoryTool, 'unknown'>
  /** Its usual name; without one the columns alone tell, since the table may be named in the tool's configuration. */
  table?: string
  /** All of them are there. */
  columns: readonly string[]
  /** No other column is there: a table of that name by another tool looks otherwise. */
  exact?: boolean
  /** Another table in the same schema that tells two tools apart. */
  beside?: { table: string; there: boolean }
  order: string
}

/** The first that fits counts. Sources: flyway's `flyway_schema_history`, prisma's `_prisma_migrations`, sqitch's registry, dbmate's and Rails' `schema_migrations`. */
export const historyShapes: readonly HistoryShape[] = [
  {
    tool: 'flyway',
    columns: ['installed_rank', 'version', 'description', 'type', 'script', 'checksum', 'success'],
    order: 'installed_rank',
  },
  {
    tool: 'prisma',
    table: '_prisma_migrations',
    columns: ['migration_name', 'checksum', 'started_at', 'finished_at', 'rolled_back_at', 'applied_steps_count'],
    order: 'started_at, migration_name',
  },
  {
    tool: 'sqitch',
    table: 'changes',
    columns: ['change_id', 'script_hash', 'change', 'project', 'committed_at'],
    order: 'committed_at, planned_at',
  },
  {
    tool: 'rails',
    table: 'schema_migrations',
    columns: ['version'],
    exact: true,
    beside: { table: 'ar_internal_metadata', there: true },
    order: 'version',
  },
  {
    tool: 'dbmate',
    table: 'schema_migrations',
    columns: ['version'],
    exact: true,
    beside: { table: 'ar_internal_metadata', there: false },
    order: 'version',
  },
]

/** Names under which other tools keep their history, and names above in a shape that no known version has: named to a person, never read. */
export const knownNames: ReadonlyMap<string, string> = new Map([
  ['flyway_schema_history', 'flyway'],
  ['schema_version', 'flyway before 5'],
  ['_prisma_migrations', 'prisma'],
  ['schema_migrations', 'golang-migrate or another tool'],
  ['databasechangelog', 'liquibase'],
  ['alembic_version', 'alembic'],
  ['django_migrations', 'django'],
  ['knex_migrations', 'knex'],
  ['goose_db_version', 'goose'],
  ['__diesel_schema_migrations', 'diesel'],
  ['__efmigrationshistory', 'Entity Framework'],
  ['sequelizemeta', 'sequelize'],
  ['typeorm_metadata', 'typeorm'],
  ['atlas_schema_revisions', 'atlas'],
  ['pgmigrations', 'node-pg-migrate'],
  ['refinery_schema_history', 'refinery'],
  ['_sqlx_migrations', 'sqlx'],
])
