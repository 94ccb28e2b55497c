import { describe, it } from 'vitest'
import { hasPostgres } from '../../story/stage/postgres-server.ts'
import { tellAdoption } from './adopted-life.ts'

if (await hasPostgres()) tellAdoption('postgres')
else describe('a living shop on the postgres engine', () => it.skipIf(true)('needs a server', () => undefined))
