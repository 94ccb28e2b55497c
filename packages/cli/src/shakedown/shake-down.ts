import {
  lastVerified,
  loadPackages,
  readWorld,
  runVerification,
  secretsOf,
  unpackRelease,
  type CheckResult,
  type Environment,
  type Room,
} from '@stagecoach/core'
import { openDatabasesOf } from './open-databases-of.ts'

/** The checks of an environment against what runs there, without lease, lock or record. */
export async function shakeDown(room: Room, environment: Environment): Promise<CheckResult[]> {
  const { host } = room
  const databases = await openDatabasesOf(host, environment)
  try {
    return await runVerification(host, environment.verify, {
      databases: databases.all,
      folder: room.checkout,
      environment: await commandEnvironment(room, environment),
      secrets: secretsOf(host, { ...environment, config: runsCommands(environment) ? environment.config : {} }),
    })
  } finally {
    await databases.close()
    await host.workspace.dispose()
  }
}

/** What a deployment would hand to command checks; without a verified state only the declared configuration. */
async function commandEnvironment(room: Room, environment: Environment): Promise<Record<string, string>> {
  const { host, config } = room
  if (!runsCommands(environment)) return {}
  const state = lastVerified((await readWorld(room)).view, environment.name)
  if (state === undefined) return { ...host.secrets.resolve(environment.config), STAGECOACH_ENVIRONMENT: environment.name }
  const { content, commit, operation } = state
  const packages = await loadPackages(host, state.packages)
  return (await unpackRelease(host, config, { environment, content, commit, fence: 0, operation, packages })).environment
}

function runsCommands({ verify }: Environment): boolean {
  return verify.some((step) => step.kind === 'command')
}
