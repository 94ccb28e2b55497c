import { StagecoachError } from '@stagecoach/core'
import { text, textOrNothing } from '../engine/row.ts'
import type { Session } from '../engine/session.ts'

/**
 * The reader of migrations takes names without a schema for `public`. Where the settings of role or database mean another one, it
 * would judge, mark and compare tables that are not those the migration changes. Errors: `search-path`.
 */
export async function requirePublic(session: Session, place: string): Promise<void> {
  const [row] = await session.query(
    `select current_schema() as schema, current_setting('search_path') as path, current_user as role, current_database() as base`,
  )
  const schema = textOrNothing(row, 'schema')
  if (schema === undefined || schema === 'public') return
  throw new StagecoachError(
    'search-path',
    `In ${place} a name without a schema means one in "${schema}" (search_path is ${text(row, 'path')}); Stagecoach reads it as one in "public".`,
    {
      hint: `Let it mean public for the role of Stagecoach, \`alter role "${text(row, 'role')}" in database "${text(row, 'base')}" set search_path = public\`, and write ${schema}.name in migrations.`,
    },
  )
}
