import { engines } from '../stage/engines.ts'
import { tellHotfix } from './tell-hotfix.ts'

for (const engine of engines()) tellHotfix(engine)
