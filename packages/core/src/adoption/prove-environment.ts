import { digestOf } from '../digest.ts'
import type { Config, Environment } from '../config/config.ts'
import { loadObjects, mainDatabase, scratchSource } from '../deployment/load.ts'
import { StagecoachError } from '../error.ts'
import type { ScratchOrigin } from '../ports/database.ts'
import type { Room } from '../ports/runtime.ts'
import type { ExplainedHistory } from './explain-migrations.ts'
import type { ObservedDatabase, ObservedEnvironment } from './observe-environment.ts'
import { judgeProof, scratchCatalog, type Proof, type ScratchAnswer, type ScratchRequest } from './prove-catalog.ts'
import { forwards, replayOf, type Replay } from './replay-scripts.ts'

/** Answers by what was asked: environments that ran the same files need one scratch database between them. */
export type ScratchAnswers = Map<string, Promise<ScratchAnswer>>

/** Dumps that tools keep in the repository by themselves. */
const usualDumps: Partial<Record<ExplainedHistory['tool'], string>> = { rails: 'db/structure.sql', dbmate: 'db/schema.sql' }

/** Holds the database that packages migrate against scratch databases: the files that ran, a dump, and what rehearsals start from. Production's server is never asked to make one. */
export async function proveEnvironment(
  room: Room,
  observed: ObservedEnvironment,
  dump: string | undefined,
  answers: ScratchAnswers,
): Promise<Proof[]> {
  const [database] = observed.databases
  if (database === undefined) return []
  const objects = await loadObjects(room.host, room.config, observed.tip)
  const proofs: Proof[] = []
  const prove = async (by: Proof['by'], request: Omit<ScratchRequest, 'by' | 'objects'>): Promise<void> => {
    const asked = digestOf({ ...request, objects: objects.map(({ path, checksum }) => `${path} ${checksum}`) })
    const answer = answers.get(asked) ?? scratchCatalog(room.host, { by, objects, ...request })
    answers.set(asked, answer)
    proofs.push(judgeProof(by, await answer, database.catalog))
  }
  const place = emptyPlace(room, observed.environment)
  const replay = place === undefined ? noServer() : replayOfAll(database)
  if (replay.kind === 'impossible' || place === undefined) {
    if (database.histories.length > 0) proofs.push(impossible('replay', replay.kind === 'impossible' ? replay.why : ''))
  } else if (replay.files.length > 0) {
    const [history] = database.histories
    await prove('replay', {
      origin: place,
      scripts: await readScripts(room, replay.files, history?.tool),
      schema: schemaOf(database),
    })
  }
  const path = dump ?? database.histories.map(({ tool }) => usualDumps[tool]).find((each) => each !== undefined)
  const bytes = path === undefined ? undefined : await room.host.git.readFile(observed.tip, path)
  if (path !== undefined && bytes !== undefined && place !== undefined) {
    await prove('dump', { origin: place, scripts: [{ path, sql: Buffer.from(bytes).toString('utf8') }], schema: undefined })
  } else if (dump !== undefined) proofs.push(impossible('dump', `${observed.environment.branch} has no file ${dump}`))
  await proveTemplate(room, observed.environment, proofs, (origin) =>
    prove('template', { origin, scripts: [], schema: undefined }),
  )
  return proofs
}

async function proveTemplate(
  room: Room,
  environment: Environment,
  proofs: Proof[],
  prove: (origin: ScratchOrigin) => Promise<void>,
): Promise<void> {
  const source = scratchSource(room.config.environments, environment)
  if (source === undefined) return
  const origin = resolved(room, source.environment, source.database.template)
  if (origin === undefined) proofs.push(impossible('template', 'the names that hold its place are not set here'))
  else await prove(origin)
}

function replayOfAll({ histories }: ObservedDatabase): Replay {
  const [first, ...others] = histories
  if (first === undefined) return { kind: 'scripts', files: [] }
  if (others.length > 0)
    return { kind: 'impossible', why: 'several tools have a history here, and nobody knows in which order they ran' }
  return replayOf(first)
}

async function readScripts(
  { host }: Room,
  files: readonly { path: string; oid: string }[],
  tool: ExplainedHistory['tool'] = 'list',
): Promise<ScratchRequest['scripts']> {
  const scripts = []
  for (const { path, oid } of files)
    scripts.push(forwards(tool, { path, sql: Buffer.from(await host.git.readBlob(oid)).toString('utf8') }))
  return scripts
}

/** Flyway's default schema is that of its table; the others name schemas in their files. */
function schemaOf({ histories }: ObservedDatabase): string | undefined {
  const flyway = histories.find(({ tool }) => tool === 'flyway')?.place
  const schema = flyway?.slice(0, flyway.indexOf('.'))
  return schema === 'public' ? undefined : schema
}

/** Where an empty database may be made for it: its own server, or that of the nearest environment before it; never production's. */
function emptyPlace(room: Room, environment: Environment): ScratchOrigin | undefined {
  const { environments }: Config = room.config
  const engine = mainDatabase(environment)?.database.engine
  const before = environments.slice(0, environments.indexOf(environment) + 1).toReversed()
  const source = before.find((each) => !each.production && mainDatabase(each)?.database.engine === engine)
  if (source === undefined) return undefined
  // In memory, whoever asks for it.
  if (engine === 'embedded') return { name: 'main', environment: source.name, engine, url: '' }
  return resolved(room, source, undefined)
}

/** Undefined when a name that the configuration gives is not set here: what it proves is left open, and said. */
function resolved({ host }: Room, environment: Environment, template: string | undefined): ScratchOrigin | undefined {
  const main = mainDatabase(environment)
  if (main === undefined) return undefined
  try {
    const values = host.secrets.resolve({ url: main.database.url, ...(template === undefined ? {} : { template }) })
    const { url = '', template: place } = values
    const origin = { name: main.name, environment: environment.name, engine: main.database.engine, url }
    return place === undefined ? origin : { ...origin, template: place }
  } catch (error) {
    if (error instanceof StagecoachError && error.code === 'env-missing') return undefined
    throw error
  }
}

function noServer(): Replay {
  return { kind: 'impossible', why: 'no environment before production says where a scratch database may be made' }
}

function impossible(by: Proof['by'], detail: string): Proof {
  return { by, result: 'impossible', detail, objects: [] }
}
