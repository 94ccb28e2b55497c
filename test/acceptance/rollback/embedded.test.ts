import { rollBackByHand } from './by-hand.ts'

rollBackByHand('embedded')
