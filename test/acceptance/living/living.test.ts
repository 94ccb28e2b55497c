import { engines } from '../stage/engines.ts'
import { tellLivingStory } from './tell-living-story.ts'

for (const engine of engines()) tellLivingStory(engine)
