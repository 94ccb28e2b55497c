import type { Target } from '@stagecoach/core'
import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabases } from '../databases.ts'
import { processStart } from '../engine/process-identity.ts'
import { lockFolder } from '../engine/folder-lock.ts'
import { startDeployer } from '../testing/start-deployer.ts'
import { analysedPackage, startEngine, type TestEngine } from '../testing/test-engine.ts'

describe('in a folder', () => {
  const databases = openDatabases({ folderWait: 200 })
  let engine: TestEngine
  beforeAll(async () => {
    engine = await startEngine('embedded')
  })
  afterAll(() => engine.stop())

  const texts = { '0001_a.sql': 'create table a (id int); insert into a values (1);', '0002_b.sql': 'insert into a values (2);' }

  it('serves one of two processes; the other is told so, and takes over when the first is killed', async () => {
    const target = await engine.target()
    const deployer = startDeployer({ target, texts, migrations: ['0001_a'], fence: 1, stay: true })
    await deployer.line('applied 0001_a')
    const database = await databases.open(target)
    expect(await database.lock(100)).toBe('busy')
    await expect(database.log()).rejects.toMatchObject({ code: 'database-busy' })
    const third = startDeployer({ target, texts, migrations: [], fence: 1 })
    expect(await third.ended).toEqual(['busy', 'database-busy'])

    deployer.kill('SIGKILL')
    await deployer.ended
    expect(await database.lock(5_000)).toBe('locked')
    await database.prepare()
    const pkg = await analysedPackage(databases, 'killed', texts)
    await database.apply(pkg.step('0001_a'))
    await database.apply(pkg.step('0002_b'))
    expect(await database.check('select count(*) = 2 from a', 1000)).toEqual({ passed: true, detail: 'true' })
    expect((await database.log()).length).toBe(2)
    await database.close()
    await expect(readFile(`${target.url}.lock`)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('makes the folder when it is not there yet', async () => {
    const target: Target = { ...(await engine.target()) }
    const database = await databases.open({ ...target, url: `${target.url}-new/inner` })
    await database.prepare()
    expect(await database.log()).toEqual([])
    await database.close()
  })
})

describe('a place of the embedded engine', () => {
  const databases = openDatabases({ folderWait: 200 })
  const target: Target = { name: 'main', environment: 'qa', engine: 'embedded', url: '' }
  let room = ''
  beforeAll(async () => {
    room = await mkdtemp(join(tmpdir(), 'places-'))
  })
  afterAll(() => rm(room, { recursive: true, force: true }))

  it.each([
    ['missing', ''],
    ['empty', 'empty'],
  ])('that is %s stays so when somebody only looks, and the error names the variable', async (_what, folder) => {
    if (folder !== '') await mkdir(join(room, folder))
    const url = join(room, folder === '' ? 'nowhere' : folder)
    const before = await readdir(room, { recursive: true })
    const database = await databases.open({ ...target, url, look: { at: 'env:QA_DATABASE_URL' } })
    await expect(database.recorded()).rejects.toMatchObject({
      code: 'database-missing',
      message: `There is no database 'main' of qa in "${url}", which QA_DATABASE_URL names.`,
    })
    await database.close()
    expect(await readdir(room, { recursive: true })).toEqual(before)
  })

  it('is no address, whose password is not shown', async () => {
    const address = 'postgres://shop:s3cret@db.example/shop'
    for (const open of [
      () => databases.open({ ...target, url: address }),
      () => databases.scratch({ ...target, url: room, template: address }),
    ]) {
      const error: unknown = await open().catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({ code: 'database-url-invalid', message: expect.stringContaining('(postgres://…)') })
      expect(String(error)).not.toContain('s3cret')
    }
  })
})

describe('the lock of a folder', () => {
  let engine: TestEngine
  let folder = ''
  beforeAll(async () => {
    engine = await startEngine('embedded')
    folder = (await engine.target()).url
  })
  afterAll(() => engine.stop())

  it('is taken over from a process number that now belongs to another process, and from half a file', async () => {
    for (const content of [
      JSON.stringify({ pid: process.pid, start: 'long ago' }),
      '{"pid": 1',
      JSON.stringify({ pid: 4194304, start: '1' }),
    ]) {
      await writeFile(`${folder}.lock`, content)
      const lock = await lockFolder(folder, 0)
      expect(lock).not.toBe('busy')
      if (lock !== 'busy') await lock.release()
    }
  })

  it('is not taken from a living process, this one included', async () => {
    await writeFile(`${folder}.lock`, JSON.stringify({ pid: process.pid, start: await processStart(process.pid) }))
    expect(await lockFolder(folder, 100)).toBe('busy')
  })

  it('goes to exactly one of those who all saw the same dead owner', async () => {
    for (let round = 0; round < 20; round++) {
      await writeFile(`${folder}.lock`, JSON.stringify({ pid: 4194304, start: '1' }))
      const tries = await Promise.all(Array.from({ length: 12 }, () => lockFolder(folder, 60)))
      const holders = tries.filter((each) => each !== 'busy')
      expect(holders.length).toBe(1)
      for (const lock of holders) await lock.release()
    }
  })

  it('belongs to one of many at a time, also when all of them find a dead owner', async () => {
    await writeFile(`${folder}.lock`, JSON.stringify({ pid: 4194304, start: '1' }))
    await writeFile(`${folder}.count`, '0')
    const script = fileURLToPath(new URL('../testing/counting-process.ts', import.meta.url))
    const processes = Array.from({ length: 6 }, () =>
      spawn(process.execPath, ['--conditions=stagecoach-source', script, folder, '15'], { stdio: 'inherit' }),
    )
    await Promise.all(processes.map((child) => new Promise((resolve) => child.once('exit', resolve))))
    expect(await readFile(`${folder}.count`, 'utf8')).toBe('90')
  })
})
