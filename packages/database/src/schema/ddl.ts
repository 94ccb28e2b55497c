/**
 * The `stagecoach` schema, version by version: entry n brings version n to n + 1. Entries are never edited once released; a new
 * need is a new entry. Everything is qualified, since the search path may be anything.
 */
export const SCHEMA_VERSIONS: readonly (readonly string[])[] = [
  [
    `create table stagecoach.log (
      seq bigint generated always as identity primary key,
      event text not null check (event in ('applied', 'undone', 'left-behind')),
      package text not null, version text not null, digest text not null, migration text not null,
      checksum text not null, normalised text not null, operation text not null, fence bigint not null,
      at timestamptz not null default clock_timestamp())`,
    `create function stagecoach.refuse_change() returns trigger language plpgsql set search_path = pg_catalog as $body$
      begin
        raise exception 'stagecoach.% is append-only: % is refused', tg_table_name, lower(tg_op) using errcode = 'restrict_violation';
      end $body$`,
    `create trigger append_only before update or delete on stagecoach.log for each row execute function stagecoach.refuse_change()`,
    `create trigger append_only_truncate before truncate on stagecoach.log for each statement execute function stagecoach.refuse_change()`,
    `create table stagecoach.progress (
      package text not null, migration text not null, checksum text not null, direction text not null check (direction in ('apply', 'undo')),
      statement integer not null, state text not null check (state in ('intent', 'done')),
      operation text not null, fence bigint not null, at timestamptz not null default clock_timestamp(),
      primary key (package, migration, checksum, direction, statement))`,
    `create table stagecoach.fence (
      one boolean primary key default true check (one), fence bigint not null, operation text not null,
      at timestamptz not null default clock_timestamp())`,
    `create table stagecoach.begun (
      operation text primary key, marks jsonb not null, fence bigint not null, at timestamptz not null default clock_timestamp())`,
    `create table stagecoach.recorded (
      seq bigint generated always as identity primary key, operation text not null unique, ledger_tip text not null,
      fingerprint text not null, catalog jsonb, marks jsonb not null, fence bigint not null, at timestamptz not null default clock_timestamp())`,
    `create table stagecoach.object (
      name text primary key, kind text not null, path text not null, checksum text not null, base text not null,
      position integer not null, operation text not null, at timestamptz not null default clock_timestamp())`,
  ],
  // Digest of the statement: a repaired file may go on where the broken one stopped.
  ['alter table stagecoach.progress add column sql text'],
  // Of a materialized view: the indexes that its own definition made, as a list of names.
  ['alter table stagecoach.object add column indexes text'],
  // Transaction of the operation's last migration and the oldest that was open beside it, as `own:oldest`.
  ['alter table stagecoach.begun add column horizon text'],
]

/** Version this program writes. */
export const SCHEMA_VERSION = SCHEMA_VERSIONS.length
