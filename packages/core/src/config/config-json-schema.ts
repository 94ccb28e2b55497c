import * as z from 'zod'
import { configSchema } from './config-schema.ts'

/** JSON Schema (draft 2020-12) of `.github/stagecoach.yml`, for editors; what it cannot say (pipelines, references) only `parseConfig` checks. */
export function configJsonSchema(): object {
  return { title: 'Stagecoach configuration', ...z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' }) }
}
