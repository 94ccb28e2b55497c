import { engines } from '../stage/engines.ts'
import { tellSync } from './tell-sync.ts'

for (const engine of await engines()) tellSync(engine)
