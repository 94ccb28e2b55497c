import type { Target } from '@stagecoach/core'
import { openDatabases } from '../databases.ts'
import { analysedPackage } from './test-engine.ts'

/** What the deployer does; it writes `locked`, then `applied` or the error's code, one line each, and waits to be killed if told to. */
export interface DeployerTask {
  target: Target
  texts: Record<string, string>
  migrations: string[]
  fence: number
  /** Keep the database open afterwards. */
  stay?: boolean
}

/** A deployer in a process of its own, so that a test can kill it: `node --conditions=stagecoach-source deployer-process.ts '<task>'`. */
async function deploy(task: DeployerTask): Promise<void> {
  const databases = openDatabases({ attempts: 3, folderWait: 200 })
  const database = await databases.open(task.target)
  console.log(await database.lock(0))
  await database.prepare()
  await database.raiseFence(task.fence, 'op1')
  const pkg = await analysedPackage(databases, 'killed', task.texts)
  for (const migration of task.migrations) {
    await database.apply(pkg.step(migration, { fence: task.fence }))
    console.log(`applied ${migration}`)
  }
  if (task.stay === true) await new Promise((resolve) => setTimeout(resolve, 60_000))
  await database.close()
}

// The test wrote the argument itself.
await deploy(JSON.parse(process.argv[2] ?? '{}') as DeployerTask).catch((error: unknown) => {
  console.log(error instanceof Error && 'code' in error ? String(error.code) : String(error))
  process.exitCode = 1
})
