import { hasPostgres } from '../../story/stage/postgres-server.ts'
import { tellHotfix } from './tell-hotfix.ts'

// One engine each time: the story of the demo runs on both, and a lane does not know which it is on.
tellHotfix((await hasPostgres()) ? 'postgres' : 'embedded')
