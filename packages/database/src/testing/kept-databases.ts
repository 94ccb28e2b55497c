import { StagecoachError, type Databases, type ScratchOrigin, type Target, type TargetDatabase } from '@stagecoach/core'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { openDatabases } from '../databases.ts'
import { openEmbedded } from '../engine/embedded-session.ts'
import { withPlainErrors } from '../engine/plain-errors.ts'
import type { Row, Session } from '../engine/session.ts'
import { openDatabase } from '../open-database.ts'
import { DEFAULT_OPTIONS } from '../options.ts'
import { replayScripts } from '../provision/replay-scripts.ts'
import { askWhetherItMayGo, isSettled, settle } from '../provision/settle.ts'
import type { Workbench } from '../runner/workbench.ts'
import { busy } from '../target/embedded-target.ts'
import { targetDatabase } from '../target/target-database.ts'
import { makeEmptyFolder } from './empty-folder.ts'

/** Databases of the embedded engine that live in the memory of this process. Opening one costs nothing, so a test that opens hundreds can be long. */
export interface KeptDatabases {
  databases: Databases
  /** SQL past Stagecoach on the database of this address. */
  query(url: string, sql: string): Promise<Row[]>
  /** Locks end with the process that held them, and so does what it had not committed. */
  processEnded(): void
  /** Every database is what the template is again. */
  begin(template: string): Promise<void>
  close(): Promise<void>
}

/** Takes away every schema that PostgreSQL did not bring. */
const wipe = `do $$ declare name text; begin
  for name in select nspname from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema' loop
    execute format('drop schema %I cascade', name);
  end loop; end $$`

/** `begin` must be called first, with the SQL that every template, database and scratch database begins with. */
export function keepDatabases(): KeptDatabases {
  const targets = new Map<string, Promise<Session>>()
  const locked = new Set<string>()
  const idle: Session[] = []
  let template = ''

  const fresh = async (session: Session): Promise<Session> => {
    // What a test cut off may still be in its transaction.
    await session.exec('rollback').catch(() => undefined)
    await session.reset()
    for (const statement of [wipe, 'create schema public', ...template.split(';').filter((each) => each.trim() !== '')])
      await session.exec(statement)
    return session
  }
  /** A folder: beginning as a copy of one is ten times faster than beginning anew. */
  const seed = async (): Promise<string> => {
    const folder = join(await mkdtemp(join(tmpdir(), 'stagecoach-kept-')), 'seed')
    await makeEmptyFolder(folder)
    return folder
  }
  let seeded: Promise<string> | undefined
  const another = async (): Promise<Session> => openEmbedded({ copyOf: await (seeded ??= seed()) }, true)
  const take = async (): Promise<Session> => fresh(idle.pop() ?? (await another()))
  const session = (url: string): Promise<Session> => {
    const known = targets.get(url)
    if (known !== undefined) return known
    const made = take()
    targets.set(url, made)
    return made
  }

  const open = async (target: Target): Promise<TargetDatabase> => {
    const kept = await session(target.url)
    await kept.exec('rollback').catch(() => undefined)
    await kept.reset()
    const bench: Workbench = { session: kept, fenced: true, patience: DEFAULT_OPTIONS }
    let mine = false
    const reach = (): Promise<Workbench> => Promise.resolve(bench)
    const close = (): Promise<void> => {
      if (mine) locked.delete(target.url)
      mine = false
      return Promise.resolve()
    }
    const lock: TargetDatabase['lock'] = () => {
      if (!mine && locked.has(target.url)) return Promise.resolve('busy')
      mine = true
      locked.add(target.url)
      return Promise.resolve('locked')
    }
    const base = targetDatabase(openDatabase(reach, close), reach, lock)
    // The walks keep no copies: their configuration asks for none.
    return withPlainErrors(`the database "${target.url}"`, { ...base, snapshots: () => Promise.resolve([]) })
  }

  const scratch = async (origin: ScratchOrigin): ReturnType<Databases['scratch']> => {
    if (origin.template === undefined) throw new StagecoachError('template-missing', 'A kept scratch database has a template.')
    const kept = await take()
    const bench: Workbench = { session: kept, fenced: false, patience: DEFAULT_OPTIONS }
    const close = (): Promise<void> => {
      idle.push(kept)
      return Promise.resolve()
    }
    return {
      ...withPlainErrors(
        'the scratch database',
        openDatabase(() => Promise.resolve(bench), close),
      ),
      place: 'memory',
      replay: (scripts, schema) => replayScripts(kept, scripts, schema),
    }
  }

  const provision: Databases['provision'] = async (origin, holder, mayGo) => {
    if (locked.has(origin.url)) throw busy(origin.url)
    const kept = await session(origin.url)
    await askWhetherItMayGo(kept, mayGo)
    if (await isSettled(kept, holder)) return 'kept'
    await settle(await fresh(kept), holder)
    return 'provisioned'
  }

  return {
    databases: { ...openDatabases(), open, scratch, provision },
    query: async (url, sql) => (await session(url)).query(sql),
    processEnded: () => locked.clear(),
    begin: async (sql) => {
      template = sql
      locked.clear()
      for (const kept of targets.values()) idle.push(await kept)
      targets.clear()
    },
    close: async () => {
      for (const kept of [...(await Promise.all(targets.values())), ...idle]) await kept.close()
      if (seeded !== undefined) await rm(dirname(await seeded), { recursive: true, force: true })
    },
  }
}
