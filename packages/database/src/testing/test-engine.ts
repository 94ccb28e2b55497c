import type { Analysis, Databases, Engine, MigrationStep, StoredPackage, Target } from '@stagecoach/core'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openEmbedded } from '../engine/embedded-session.ts'
import { openPostgres } from '../engine/postgres-session.ts'
import type { Session } from '../engine/session.ts'
import { makeEmptyFolder } from './empty-folder.ts'
import { makePackage } from './make-package.ts'
import { startPostgres, type TestServer } from './postgres-server.ts'
import { reportEngine } from './report-engine.ts'

/** Fresh targets of one engine. */
export interface TestEngine {
  readonly engine: Engine
  readonly server: TestServer | undefined
  /** An empty database: on the test server, or a copy of one prepared folder. */
  target(): Promise<Target>
  /** Somebody else's session on a target, for SQL past Stagecoach. The embedded one must not be open meanwhile. */
  byHand(target: Target, work: (session: Session) => Promise<void>): Promise<void>
  stop(): Promise<void>
}

export async function startEngine(engine: Engine): Promise<TestEngine> {
  const folder = await mkdtemp(join(tmpdir(), 'stagecoach-engine-'))
  const server = engine === 'postgres' ? await startPostgres() : undefined
  const empty = join(folder, 'empty')
  if (server === undefined) await makeEmptyFolder(empty)
  const first =
    server === undefined ? await openEmbedded(empty, true) : await openPostgres(server.url(), { showValues: true, settings: {} })
  await reportEngine(engine, first)
  await first.close()
  let count = 0
  return {
    engine,
    server,
    target: async () => {
      const url = server === undefined ? join(folder, `db${String(count++)}`) : await server.createDatabase()
      if (server === undefined) await cp(empty, url, { recursive: true })
      return { name: 'main', environment: 'qa', engine, url }
    },
    byHand: async (target, work) => {
      const session =
        engine === 'embedded'
          ? await openEmbedded(target.url, true)
          : await openPostgres(target.url, { showValues: true, settings: {} })
      await work(session).finally(() => session.close())
    },
    stop: async () => {
      await server?.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A package with its analysis, and the steps it gives. */
export interface TestPackage {
  pkg: StoredPackage
  analysis: Analysis
  step(migration: string, over?: Partial<MigrationStep>): MigrationStep
}

export async function analysedPackage(databases: Databases, name: string, texts: Record<string, string>): Promise<TestPackage> {
  const pkg = makePackage(name, texts)
  const analysis = await databases.analyse(pkg.manifest, pkg.files)
  return {
    pkg,
    analysis,
    step: (migration, over = {}) => ({ pkg, analysis, migration, operation: 'op1', fence: 1, config: {}, ...over }),
  }
}
