import { engines } from '../stage/engines.ts'
import { rollBackByHand } from './by-hand.ts'

for (const engine of engines()) rollBackByHand(engine)
