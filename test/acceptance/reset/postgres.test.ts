import { describe, it } from 'vitest'
import { hasPostgres } from '../../story/stage/postgres-server.ts'
import { cancelFeature } from './cancelled.ts'

if (await hasPostgres()) cancelFeature('postgres')
else describe('a cancelled feature on the postgres engine', () => it.skipIf(true)('needs a server', () => undefined))
