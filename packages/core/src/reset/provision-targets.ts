import type { DatabaseConfig, Environment } from '../config/config.ts'
import type { DeploymentTask } from '../deployment/task.ts'
import { commandFailure } from '../deployment/verification.ts'
import { refuseForeign, refuseKept } from './refuse-database.ts'
import { secretsOf } from '../deployment/without-secrets.ts'
import { digestOf } from '../digest.ts'
import { StagecoachError } from '../error.ts'
import type { LedgerView } from '../ledger/history.ts'
import { resetOf, resetRecord } from '../ledger/resets.ts'
import { underFence } from '../ledger/under-fence.ts'
import type { Target } from '../ports/database.ts'
import type { Room } from '../ports/runtime.ts'

const provisionTimeout = 60 * 60_000
const lockWait = 60_000

/** Makes the databases of a reset environment anew, once for each try: a run that goes on after a kill keeps what the one before it made, and a try after a failure begins afresh.
 *  @throws StagecoachError `not-disposable`, `database-of-another`, `fenced`, `provision-refused`, `provision-command-failed`, `template-busy`, `database-busy`, `env-missing` */
export async function provisionTargets(room: Room, view: LedgerView, task: DeploymentTask, fence: number): Promise<void> {
  const { host } = room
  const { environment, operation } = task
  refuseKept(environment)
  const attempt = attemptOf(view, task)
  let made = false
  for (const [name, database] of Object.entries(environment.databases)) {
    if (await provisionOne(room, view, environment, name, database, { operation: attempt, fence })) made = true
  }
  const reset = resetOf(view, environment.name, operation)
  if (reset === undefined || !made) return
  await host.ledger.append(underFence(environment.name, fence, () => [resetRecord(reset, 'provisioned', `${attempt}:${fence}`)]))
}

/** The operation itself on its first try, then a name for each further one. */
export function attemptOf(
  view: LedgerView,
  { environment, operation }: Pick<DeploymentTask, 'environment' | 'operation'>,
): string {
  const failures = view
    .of('deployment', environment.name)
    .filter((each) => each.operation === operation && each.state === 'failed').length
  return failures === 0 ? operation : digestOf({ reset: operation, failures }).slice(0, 16)
}

interface Holder {
  operation: string
  fence: number
}

/** Answers whether it was made now. */
async function provisionOne(
  room: Room,
  view: LedgerView,
  environment: Environment,
  name: string,
  { engine, url, template, provision }: DatabaseConfig,
  holder: Holder,
): Promise<boolean> {
  const { host } = room
  if (template === undefined && provision === undefined) return false
  const resolved = host.secrets.resolve({ url, ...(template === undefined ? {} : { template }) })
  const target: Target = { name, environment: environment.name, engine, url: resolved['url'] ?? '' }
  const mayGo = (last: string): void => refuseForeign(view, target, last)
  host.progress(`making database ${name} of ${environment.name} anew (${provision ?? `from ${template}`})`)
  if (provision !== undefined) return provisionByCommand(room, environment, target, provision, holder, mayGo)
  return (await host.databases.provision({ ...target, template: resolved['template'] ?? '' }, holder, mayGo)) === 'provisioned'
}

/** The command leaves a production-like database under the URL, whatever was there; run twice it does so twice. */
async function provisionByCommand(
  room: Room,
  environment: Environment,
  target: Target,
  line: string,
  holder: Holder,
  mayGo: (operation: string) => void,
): Promise<boolean> {
  const { host } = room
  if (await isMade(room, target, holder, mayGo)) return false
  const env = {
    ...host.secrets.resolve(environment.config),
    STAGECOACH_ENVIRONMENT: environment.name,
    STAGECOACH_DATABASE: target.name,
    STAGECOACH_DATABASE_URL: target.url,
    STAGECOACH_FENCE: String(holder.fence),
    STAGECOACH_OPERATION: holder.operation,
  }
  const result = await host.commands.run({ line, cwd: room.checkout, env, timeout: provisionTimeout })
  if (result.exitCode !== 0 || result.timedOut) {
    const secrets = [...secretsOf(host, environment), target.url]
    throw new StagecoachError(
      'provision-command-failed',
      `The provision command of ${environment.name} failed (${commandFailure(result, secrets)}).`,
      {
        hint: `It is environments.${environment.name}.databases.${target.name}.provision in ${room.config.path}; its output is in the log above.`,
      },
    )
  }
  await inTarget(room, target, (database) => database.settle(holder.operation, holder.fence))
  return true
}

/** invalid_catalog_name (PostgreSQL, appendix A). */
const noSuchDatabase = '3D000'

/** Whether this try made it already. A database that the server says is not there is for the command to make; of one that does not answer nobody knows whose it is. */
async function isMade(
  room: Room,
  target: Target,
  { operation, fence }: Holder,
  mayGo: (operation: string) => void,
): Promise<boolean> {
  try {
    return await inTarget(room, target, async (database) => {
      const last = await database.recorded()
      if (last !== undefined) mayGo(last.operation)
      await database.prepare()
      if (await database.begun(operation)) return true
      await database.raiseFence(fence, operation)
      return false
    })
  } catch (error) {
    if (error instanceof StagecoachError && error.details['sqlstate'] === noSuchDatabase) return false
    throw error
  }
}

async function inTarget<T>(
  { host }: Room,
  target: Target,
  work: (database: Awaited<ReturnType<Room['host']['databases']['open']>>) => Promise<T>,
): Promise<T> {
  const database = await host.databases.open(target)
  try {
    if ((await database.lock(lockWait)) === 'busy')
      throw new StagecoachError(
        'database-busy',
        `The database '${target.name}' of ${target.environment} is locked by another session.`,
        {
          hint: 'Look for a deployment that still runs, and run this again.',
        },
      )
    return await work(database)
  } finally {
    await database.close()
  }
}
