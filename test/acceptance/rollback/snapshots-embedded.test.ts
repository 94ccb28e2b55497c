import { rollBackFromSnapshots } from './snapshots.ts'

rollBackFromSnapshots('embedded')
