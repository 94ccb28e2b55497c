import { cp, mkdir, mkdtemp, readFile, readdir, readlink, rm, writeFile } from 'node:fs/promises'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readFolder, shopFolder } from './read-feature.ts'
import { runIn, writeTree } from './story-repository.ts'

describe("the shop's deploy command", () => {
  let folder: string
  let shop: string
  let place: string
  const deploySettings = (content: string, fence: number) => ({
    STAGECOACH_ENVIRONMENT: 'qa',
    STAGECOACH_RELEASE: join(folder, 'release'),
    STAGECOACH_CONTENT: content,
    STAGECOACH_FENCE: String(fence),
    STAGECOACH_PACKAGES: join(folder, 'packages'),
    PRICE_SERVICE_URL: 'https://prices.qa.shop.example',
    DEPLOY_ROOT: join(folder, 'srv'),
  })
  const deploy = (content: string, fence: number, more = {}) =>
    runIn(shop, './ops/deploy.sh', [], { ...deploySettings(content, fence), ...more })
  const current = () => readlink(join(place, 'current'))

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stagecoach-deploy-'))
    shop = join(folder, 'shop')
    place = join(folder, 'srv/qa')
    await writeTree(shop, await readFolder(shopFolder))
    await runIn(shop, process.execPath, ['ops/build.js'])
    await mkdir(join(folder, 'release'))
    await cp(join(shop, 'dist'), join(folder, 'release/dist'), { recursive: true })
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('puts a release in place, quickly, and its shakedown passes', async () => {
    const started = performance.now()
    expect(await deploy('aaa1', 1)).toMatchObject({ code: 0, stdout: 'deploy: qa runs aaa1\n' })
    expect(performance.now() - started).toBeLessThan(2000)
    expect(await current()).toBe('releases/aaa1')
    const verified = await runIn(shop, process.execPath, ['ops/verify.js'], deploySettings('aaa1', 1))
    expect(verified).toMatchObject({ code: 0 })
  })

  it('run again it changes nothing; the next release is switched to and the old one kept', async () => {
    expect((await deploy('aaa1', 1)).code).toBe(0)
    expect((await deploy('bbb2', 2)).code).toBe(0)
    expect(await current()).toBe('releases/bbb2')
    expect((await readdir(join(place, 'releases'))).sort()).toEqual(['aaa1', 'bbb2'])
    expect(await readFile(join(place, 'settings.env'), 'utf8')).toBe('PRICE_SERVICE_URL=https://prices.qa.shop.example\n')
  })

  it('a deployer whose fencing number is older is refused and changes nothing', async () => {
    const refused = await deploy('aaa1', 1)
    expect(refused).toMatchObject({ code: 3 })
    expect(refused.stderr).toContain('fencing number 1 is older than 2')
    expect(await current()).toBe('releases/bbb2')
  })

  it('names that are no names are refused', async () => {
    expect((await deploy('../../etc', 9)).code).toBe(2)
    expect((await deploy('ccc3', 9, { STAGECOACH_ENVIRONMENT: '../qa' })).code).toBe(2)
    expect((await deploy('ccc3', 9, { STAGECOACH_RELEASE: join(folder, 'packages') })).code).toBe(1)
  })

  it('the shakedown sees a changed file and a place that runs something else', async () => {
    const file = join(place, 'releases/bbb2/dist/src/pricing.js')
    const honest = await readFile(file)
    await writeFile(file, 'export {}')
    expect((await runIn(shop, process.execPath, ['ops/verify.js'], deploySettings('bbb2', 2))).stderr).toContain(
      'src/pricing.js is not what was built',
    )
    await writeFile(file, honest)
    expect((await runIn(shop, process.execPath, ['ops/verify.js'], deploySettings('aaa1', 2))).stderr).toContain(
      'runs bbb2 and not aaa1',
    )
  })

  it('killed at any time and run again gives the same place', async () => {
    for (let milliseconds = 0; milliseconds <= 60; milliseconds += 6) {
      const content = `ddd${milliseconds}`
      const child = spawn('./ops/deploy.sh', {
        cwd: shop,
        env: { PATH: process.env['PATH'], ...deploySettings(content, 10) },
        stdio: 'ignore',
        detached: true,
      })
      await new Promise((resolve) => setTimeout(resolve, milliseconds))
      if (child.exitCode === null && child.pid !== undefined) {
        const ended = once(child, 'exit')
        process.kill(-child.pid, 'SIGKILL')
        await ended
      }
      expect((await deploy(content, 10)).code).toBe(0)
      expect(await current()).toBe(`releases/${content}`)
      expect((await runIn(shop, process.execPath, ['ops/verify.js'], deploySettings(content, 10))).code).toBe(0)
    }
    expect((await readdir(place)).sort()).toEqual(['.lock', 'current', 'fence', 'releases', 'settings.env'])
    expect((await readdir(join(place, 'releases'))).filter((name) => name.startsWith('.'))).toEqual([])
  })

  it('with a port one server runs the release that was deployed last', async () => {
    const port = await freePort()
    for (const content of ['eee5', 'fff6']) {
      expect(await deploy(content, 20, { SHOP_PORT: String(port) })).toMatchObject({ code: 0 })
      const health: unknown = await (await fetch(`http://127.0.0.1:${port}/health`)).json()
      expect(health).toMatchObject({ status: 'ok', content })
    }
    const processes = await runIn(folder, 'ps', ['-eo', 'pid=,args='])
    const servers = processes.stdout
      .split('\n')
      .filter((line) => line.endsWith(` node ${join(place, 'current/dist/src/server.js')}`))
    for (const line of servers) process.kill(parseInt(line, 10))
    expect(servers.length).toBe(1)
  })
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('No port was given.')
  return address.port
}
