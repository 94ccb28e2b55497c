import type { Config, DatabaseConfig, Environment } from '../config/config.ts'
import { StagecoachError } from '../error.ts'
import type { Oid, PackageRef } from '../package/package.ts'
import type { ObjectDefinition, ObjectFile, ScratchOrigin } from '../ports/database.ts'
import type { Host } from '../ports/runtime.ts'
import type { AppliedNow } from './applied.ts'
import type { DesiredPackage } from './database-plan.ts'

/** Packages from the store, verified, with their analysis; in the order given. */
export async function loadPackages(host: Host, refs: readonly PackageRef[]): Promise<DesiredPackage[]> {
  const loaded: DesiredPackage[] = []
  for (const ref of refs) {
    const pkg = await host.packages.readRef(ref)
    loaded.push({ pkg, analysis: await host.databases.analyse(pkg.manifest, pkg.files) })
  }
  return loaded
}

/** The package version that an applied row came from, as the store holds it. */
export function packageOrigin(host: Pick<Host, 'packages' | 'databases'>): (row: AppliedNow) => Promise<DesiredPackage> {
  return async (row) => {
    const pkg = await host.packages.read(row.package, row.version)
    return { pkg, analysis: await host.databases.analyse(pkg.manifest, pkg.files) }
  }
}

/** Programmable objects of a tree in dependency order; none when the configuration switches them off. */
export async function loadObjects(host: Host, config: Config, treeish: Oid): Promise<ObjectDefinition[]> {
  const files = await readObjects(host, config, treeish)
  return files.length === 0 ? [] : host.databases.orderObjects(files)
}

/** Their files. */
export async function readObjects(host: Pick<Host, 'git'>, config: Config, treeish: Oid): Promise<ObjectFile[]> {
  const folder = config.database.objects
  if (folder === undefined) return []
  const entries = (await host.git.list(treeish, folder)).filter((entry) => entry.path.endsWith('.sql'))
  const files = []
  for (const entry of entries)
    files.push({ path: entry.path, sql: Buffer.from(await host.git.readBlob(entry.oid)).toString('utf8') })
  return files
}

/** The one database that packages migrate. */
export function mainDatabase(environment: Environment): { name: string; database: DatabaseConfig } | undefined {
  const [entry] = Object.entries(environment.databases)
  return entry === undefined ? undefined : { name: entry[0], database: entry[1] }
}

/** Whose database scratch copies for an environment are made beside: its own when it has a template, else that of the nearest environment before it. Never production's, since planning has no secret of it. */
export function scratchSource(
  environments: readonly Environment[],
  environment: Environment,
): { name: string; environment: Environment; database: DatabaseConfig & { template: string } } | undefined {
  const main = mainDatabase(environment)
  if (main === undefined) return undefined
  for (const each of environments.slice(0, environments.indexOf(environment) + 1).toReversed()) {
    const database = each.databases[main.name]
    if (each.production || database?.template === undefined) continue
    return { name: main.name, environment: each, database: { ...database, template: database.template } }
  }
  return undefined
}

/** That place with its secrets. */
export function scratchOrigin(config: Config, environment: Environment, host: Host): ScratchOrigin | undefined {
  const source = scratchSource(config.environments, environment)
  if (source === undefined) return undefined
  const { name, database } = source
  const { url, template } = host.secrets.resolve({ url: database.url, template: database.template })
  if (url === undefined || template === undefined) return undefined
  return { name, environment: source.environment.name, engine: database.engine, url, template }
}

/** Declared configuration that packages ask for and the environment lacks is refused before anything runs.
 *  @throws StagecoachError `config-missing` naming every key and who asks */
export function checkDeclaredConfig(environment: Environment, packages: readonly DesiredPackage[]): void {
  const missing = packages.flatMap(({ pkg }) =>
    pkg.manifest.config
      .filter((key) => environment.config[key] === undefined)
      .map((key) => `${key} (asked by ${pkg.manifest.name})`),
  )
  if (missing.length === 0) return
  throw new StagecoachError(
    'config-missing',
    `The environment '${environment.name}' lacks declared configuration: ${missing.join(', ')}.`,
    {
      hint: `Add the keys under environments.${environment.name}.config in the configuration.`,
    },
  )
}
