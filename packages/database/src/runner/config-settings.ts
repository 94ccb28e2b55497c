import { StagecoachError } from '@stagecoach/core'
import type { Session } from '../engine/session.ts'

/** Makes declared configuration readable as `current_setting('stagecoach.<key in lower case>')`; values travel as parameters, never in SQL text. */
export async function setConfig(
  session: Session,
  config: Readonly<Record<string, string>>,
  scope: 'transaction' | 'session',
): Promise<void> {
  for (const [key, value] of Object.entries(config)) {
    // A custom setting's name must be an identifier on each side of the dot (guc.c, valid_custom_variable_name).
    if (!/^[a-z_][a-z0-9_]*$/i.test(key)) {
      throw new StagecoachError('config-key-invalid', `The configuration key "${key}" cannot be a PostgreSQL setting.`, {
        hint: 'Use letters, digits and underscores in keys below `config:`.',
      })
    }
    await session.query('select set_config($1, $2, $3)', [`stagecoach.${key.toLowerCase()}`, value, scope === 'transaction'])
  }
}
