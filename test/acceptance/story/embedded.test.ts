import { describe, it } from 'vitest'
import { tellStory } from './tell-story.ts'

// Several times as long as on a server, since each rehearsal and deployment opens PGlite anew: told with STAGECOACH_STORY=all.
if (process.env['STAGECOACH_STORY'] === 'all') tellStory('embedded')
else describe('the story on the embedded engine', () => it.skipIf(true)('is told with STAGECOACH_STORY=all', () => undefined))
