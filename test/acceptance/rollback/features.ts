import type { BranchPush } from '../stage/push-branch.ts'

export type SmallFeature = BranchPush & { name: string }

function feature(name: string, migrations: Readonly<Record<string, string>>): SmallFeature {
  const folder = `db/migrations/${name}`
  const own = Object.entries(migrations).map(([file, sql]) => [`${folder}/${file}`, `${sql}\n`])
  const files = Object.fromEntries([...own, [`${folder}/package.yml`, 'requires: []\n'], [`docs/${name}.md`, `About ${name}.\n`]])
  return { name, branch: `feature/${name}`, files, from: 'main' }
}

export const badges = feature('badges', {
  '0001_badge.sql': 'create table public.badge (id integer primary key, title text not null);',
  '0001_badge.undo.sql': 'drop table public.badge;',
})

/** Makes a table, and changes rows that were there. */
export const stamps = feature('stamps', {
  '0001_stamp.sql': 'create table public.stamp (id integer primary key, text text not null);',
  '0001_stamp.undo.sql': 'drop table public.stamp;',
  '0002_longer_lead.sql': 'update public.supplier set lead_time_days = lead_time_days + 1;',
  '0002_longer_lead.undo.sql': 'update public.supplier set lead_time_days = lead_time_days - 1;',
})

/** Only adds; has no way back but to stay. */
export const notes = feature('notes', {
  '0001_note.sql': 'create table public.note (id integer primary key, text text not null);',
})

/** Changes rows that were there, and has no script that leads back. */
export const ratings = feature('ratings', {
  '0001_rating.sql': 'create table public.rating (id integer primary key, stars integer not null);',
  '0002_longer_lead.sql': 'update public.supplier set lead_time_days = lead_time_days + 1;',
})

/** Works everywhere, and the shakedown sees that it is wrong. */
export const tips = feature('tips', {
  '0001_tip.sql': "update public.payment set amount = amount + 1 where status = 'captured';",
})
