import { tellLivingStory } from './tell-living-story.ts'

tellLivingStory('embedded')
