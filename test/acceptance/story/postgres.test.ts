import { describe, it } from 'vitest'
import { hasPostgres } from '../../story/stage/postgres-server.ts'
import { tellStory } from './tell-story.ts'

if (hasPostgres()) tellStory('postgres')
else describe('the story on the postgres engine', () => it.skipIf(true)('needs a server', () => undefined))
