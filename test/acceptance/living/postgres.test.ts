import { describe, it } from 'vitest'
import { hasPostgres } from '../../story/stage/postgres-server.ts'
import { tellLivingStory } from './tell-living-story.ts'

if (hasPostgres()) tellLivingStory('postgres')
else describe('a living shop goes on, on the postgres engine', () => it.skipIf(true)('needs a server', () => undefined))
