import { tellSync } from './tell-sync.ts'

// Seen on PostgreSQL, too; the hotfix beside it runs there each time.
tellSync('embedded')
