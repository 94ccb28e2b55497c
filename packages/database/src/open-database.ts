import type { Catalog, OpenDatabase } from '@stagecoach/core'
import { readCatalog } from './catalog/read-catalog.ts'
import { text } from './engine/row.ts'
import type { Session } from './engine/session.ts'
import { readHistories } from './histories/read-histories.ts'
import { checkStatement } from './inspect/check.ts'
import { dataMarks } from './inspect/data-marks.ts'
import { readLeftovers } from './inspect/leftovers.ts'
import { applyObjects } from './objects/apply-objects.ts'
import { applyMigration, leaveBehind } from './runner/apply-migration.ts'
import { undoMigration } from './runner/undo-migration.ts'
import type { Workbench } from './runner/workbench.ts'
import { prepareSchema } from './schema/prepare.ts'
import { readLog } from './schema/read-log.ts'

/** The port's part that target and scratch databases share. `bench` opens the session at first use. */
export function openDatabase(bench: () => Promise<Workbench>, close: () => Promise<void>): OpenDatabase {
  const session = async (): Promise<Session> => (await bench()).session
  return {
    prepare: async () => prepareSchema(await session()),
    serverVersion: async () => {
      const [row] = await (await session()).query(`select current_setting('server_version') as version`)
      return text(row, 'version')
    },
    log: async () => readLog(await session()),
    catalog: async (): Promise<Catalog> => readCatalog(await session()),
    histories: async () => readHistories(await session()),
    apply: async (step) => applyMigration(await bench(), step),
    undo: async (step) => undoMigration(await bench(), step),
    leaveBehind: async (step) => leaveBehind(await bench(), step),
    applyObjects: async (objects, context) => applyObjects(await bench(), objects, context),
    check: async (sql, timeout) => checkStatement(await session(), sql, timeout),
    dataMarks: async (objects) => dataMarks(await session(), objects),
    leftovers: async () => readLeftovers(await session()),
    close,
  }
}
