import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { openShop, pushFeature, shopConfig, shopWithDatabase } from '../testing/shop.ts'
import type { Workbench } from '../testing/workbench.ts'

/** The application's command waits until a file is there. */
const config = shopConfig.replace('branch: env/integration\n', 'branch: env/integration\n    deploy: sh deploy.sh\n')

async function openWaitingShop(): Promise<Workbench & { begun: string; open: string }> {
  const bench = await openShop(config)
  const [begun, open] = [join(bench.clone, '..', 'begun'), join(bench.clone, '..', 'open')]
  bench.write('deploy.sh', `echo $$ >> ${begun}\nwhile [ ! -e ${open} ]; do sleep 0.1; done\n`)
  await bench.git('add', '-A')
  await bench.git('commit', '--quiet', '-m', 'Deploy')
  await bench.git('push', '--quiet', 'origin', 'main', '+main:env/integration')
  await pushFeature(bench, 'loyalty', { 'loyalty.txt': 'loyalty\n' })
  await bench.run('build', 'feature/loyalty')
  await bench.run('promote', 'integration', 'loyalty')
  expect((await bench.json('gate', 'integration', 'loyalty')).result.outcome).toBe('merged')
  return Object.assign(bench, { begun, open })
}

/** The program in a process of its own, ended by a signal while the application's command runs. */
async function interrupted(bench: Workbench & { begun: string }, signal: NodeJS.Signals) {
  const conditions = ['--conditions', 'stagecoach-source', '--disable-warning=ExperimentalWarning']
  const program = join(import.meta.dirname, '../bin.ts')
  const env = { ...bench.environment }
  const child = spawn(process.execPath, [...conditions, program, 'deploy', 'integration'], { cwd: bench.clone, env })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  child.stdout.resume()
  const ended = new Promise<{ code: number | null; by: string | null }>((resolve) =>
    child.once('close', (code, by) => resolve({ code, by })),
  )
  while (!existsSync(bench.begun) && child.exitCode === null) await sleep(50)
  child.kill(signal)
  return { ...(await ended), said }
}

async function deployedAgain(bench: Workbench, fence: number): Promise<void> {
  const again = await bench.run('deploy', 'integration')
  expect({ ...again, stdout: again.stdout.split('\n')[0] }).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('deployed'),
  })
  expect(again.stderr).toContain(`(fence ${fence})`)
}

it('goes on in the same checkout after Ctrl-C, says so, and takes the running command along', async () => {
  await using bench = await openWaitingShop()
  const { code, said } = await interrupted(bench, 'SIGINT')
  expect(code).toBe(130)
  expect(said).toContain('interrupted. To go on where it stopped, run it again here: stagecoach deploy integration\n')
  writeFileSync(bench.open, '')
  await deployedAgain(bench, 3)
  expect((await bench.json('deploy', 'integration')).result.outcome).toBe('unchanged')
})

it('waits for what a killed command left running, then goes on in the same checkout', async () => {
  await using bench = await openWaitingShop()
  expect(await interrupted(bench, 'SIGKILL')).toMatchObject({ by: 'SIGKILL' })
  const held = {
    code: 3,
    result: { reason: 'lease-held', message: expect.stringContaining(`ada at a terminal on ${hostname()}`) },
  }
  expect(await bench.json('deploy', 'integration')).toMatchObject(held)
  writeFileSync(bench.open, '')
  await expect.poll(() => isRunning(bench), { timeout: 10_000 }).toBe(false)

  // Another clone knows nothing of the processes of this one.
  await bench.git('clone', '--quiet', bench.simulator.authenticatedGitUrl('acme/shop', bench.token), '../other')
  const elsewhere = await bench.json('deploy', 'integration', '--repo', '../other')
  expect(elsewhere).toMatchObject(held)
  expect(elsewhere.result.advice?.[0]).toContain('`stagecoach deploy integration`')
  await deployedAgain(bench, 3)
})

function isRunning({ begun }: { begun: string }): boolean {
  try {
    return process.kill(-Number(readFileSync(begun, 'utf8').trim()), 0)
  } catch {
    return false
  }
}

it('leaves the lease of a command that failed to whoever goes on', async () => {
  await using bench = await openShop(shopWithDatabase)
  writeFileSync(bench.database, 'no folder of a database')
  expect(await bench.json('deploy', 'integration')).toMatchObject({ code: 1 })
  rmSync(bench.database)
  await bench.git('clone', '--quiet', bench.simulator.authenticatedGitUrl('acme/shop', bench.token), '../other')
  const elsewhere = await bench.json('deploy', 'integration', '--repo', '../other')
  expect(elsewhere.result.reason).not.toBe('lease-held')
})
