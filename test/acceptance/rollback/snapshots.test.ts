import { engines } from '../stage/engines.ts'
import { rollBackFromSnapshots } from './snapshots.ts'

for (const engine of engines()) rollBackFromSnapshots(engine)
