import { digestOf, type Databases, type Snapshots, type Target } from '@stagecoach/core'
import { analysePackage } from './analysis/analyse-package.ts'
import { judgeDefinitions } from './objects/judge-definitions.ts'
import { orderDefinitions } from './objects/order-definitions.ts'
import { parseDefinitions } from './objects/parse-definitions.ts'
import { standingDefinitions } from './objects/standing-definitions.ts'
import { DEFAULT_OPTIONS, type DatabasesOptions } from './options.ts'
import { openEmbeddedScratch } from './provision/embedded-scratch.ts'
import { openPostgresScratch } from './provision/postgres-scratch.ts'
import { provisionEmbedded } from './provision/embedded-provision.ts'
import { provisionPostgres } from './provision/postgres-provision.ts'
import { embeddedSnapshots } from './snapshot/embedded-snapshots.ts'
import { postgresSnapshots } from './snapshot/postgres-snapshots.ts'
import { loadParser } from './sql/parser.ts'
import { openEmbeddedTarget } from './target/embedded-target.ts'
import { openPostgresTarget } from './target/postgres-target.ts'

/** The `Databases` port on PostgreSQL and PGlite. Drivers and parser are loaded at first use. */
export function openDatabases(options: Partial<DatabasesOptions> = {}): Databases {
  const all = { ...DEFAULT_OPTIONS, ...options }
  return {
    open: async (target) => (target.engine === 'embedded' ? openEmbeddedTarget(target, all) : openPostgresTarget(target, all)),
    scratch: (origin) => (origin.engine === 'embedded' ? openEmbeddedScratch(origin, all) : openPostgresScratch(origin, all)),
    provision: (origin, holder, mayGo) =>
      origin.engine === 'embedded'
        ? provisionEmbedded(origin, holder, mayGo, all)
        : provisionPostgres(origin, holder, mayGo, all),
    snapshots: snapshotsOf(all),
    analyse: async (manifest, files) => analysePackage(await loadParser(), digestOf(manifest), manifest, files),
    orderObjects: async (files) => {
      const parser = await loadParser()
      return orderDefinitions(parser, parseDefinitions(parser, files))
    },
    judgeObjects: async (sets) => judgeDefinitions(await loadParser(), sets),
    standingObjects: async (files, made) => {
      const parser = await loadParser()
      return standingDefinitions(parser, parseDefinitions(parser, files), made)
    },
  }
}

function snapshotsOf(options: DatabasesOptions): Snapshots {
  const [embedded, postgres] = [embeddedSnapshots(options), postgresSnapshots(options)]
  const on = ({ engine }: Target): Snapshots => (engine === 'embedded' ? embedded : postgres)
  return {
    take: (target, holder) => on(target).take(target, holder),
    restore: (target, of, holder) => on(target).restore(target, of, holder),
    mend: (target) => on(target).mend(target),
    drop: (target) => on(target).drop(target),
  }
}
