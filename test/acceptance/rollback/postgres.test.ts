import { describe, it } from 'vitest'
import { hasPostgres } from '../../story/stage/postgres-server.ts'
import { rollBackByHand } from './by-hand.ts'

if (await hasPostgres()) rollBackByHand('postgres')
else describe('rolling back by hand on the postgres engine', () => it.skipIf(true)('needs a server', () => undefined))
