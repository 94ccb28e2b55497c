import type { Room } from '@stagecoach/core'
import { openDatabasesOf } from '../shakedown/open-databases-of.ts'
import { knownError } from '../terminal/report-error.ts'
import type { Terminal } from '../terminal/terminal.ts'

export interface NotedTip {
  environment: string
  database: string
  tip: string
}

/** Tips of the ledger that databases noted after their last operation. An environment whose URL is not set here is left out, and said. */
export async function notedTips({ host, config }: Room, terminal: Terminal): Promise<NotedTip[]> {
  const noted: NotedTip[] = []
  for (const environment of config.environments.filter((each) => Object.keys(each.databases).length > 0)) {
    try {
      const databases = await openDatabasesOf(host, environment)
      try {
        for (const [database, open] of databases.all) {
          const recorded = await open.recorded()
          if (recorded !== undefined && recorded.ledgerTip !== '')
            noted.push({ environment: environment.name, database, tip: recorded.ledgerTip })
        }
      } finally {
        await databases.close()
      }
    } catch (error) {
      terminal.progress(`the databases of ${environment.name} are not asked: ${knownError(error).message}`)
    }
  }
  return noted
}
