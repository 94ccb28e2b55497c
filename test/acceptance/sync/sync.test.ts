import { engines } from '../stage/engines.ts'
import { tellSync } from './tell-sync.ts'

for (const engine of engines()) tellSync(engine)
