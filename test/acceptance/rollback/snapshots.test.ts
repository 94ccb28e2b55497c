import { engines } from '../stage/engines.ts'
import { rollBackFromSnapshots } from './snapshots.ts'

for (const engine of await engines()) rollBackFromSnapshots(engine)
