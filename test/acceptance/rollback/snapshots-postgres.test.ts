import { describe, it } from 'vitest'
import { hasPostgres } from '../../story/stage/postgres-server.ts'
import { rollBackFromSnapshots } from './snapshots.ts'

if (await hasPostgres()) rollBackFromSnapshots('postgres')
else describe('rolling back from a snapshot on the postgres engine', () => it.skipIf(true)('needs a server', () => undefined))
