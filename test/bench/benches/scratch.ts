import { randomBytes } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openDatabases } from '@stagecoach/database'
import type { Bench } from '../bench.ts'
import { connected, databaseUrl, execute, shapeOf } from '../databases.ts'
import { piped } from '../run-program.ts'

const baseline = fileURLToPath(new URL('../../../examples/shop/db/baseline/', import.meta.url))

/** The shop's production-like template, with its generated rows. */
const prepare: Bench['prepare'] = async (_, server) => {
  const template = `bench_template_${randomBytes(4).toString('hex')}`
  const names = (await readdir(baseline)).filter((name) => /^\d{4}_.*\.sql$/.test(name)).sort()
  await execute(server, `create database ${template}`)
  for (const name of [...names, 'generate.sql']) {
    await execute(databaseUrl(server, template), await readFile(join(baseline, name), 'utf8'))
  }
  return { server, template, shape: await shapeOf(databaseUrl(server, template)) }
}

export const scratch: Bench = {
  what: "a scratch copy of the shop's database, made and dropped",
  needs: 'postgres',
  prepare,
  ours: {
    label: '`scratch`: clone by FILE_COPY, a role of its own',
    node: true,
    async run({ server = '', template = '' }, clock) {
      const databases = openDatabases()
      clock.start()
      const database = await databases.scratch({ name: 'main', environment: 'bench', engine: 'postgres', url: server, template })
      const { passed } = await database.check('select count(*) > 0 from product', 60_000)
      await database.close()
      clock.end()
      return String(passed)
    },
  },
  instead: {
    label: '`pg_dump -Fc` into `pg_restore`, a new database',
    node: false,
    async run({ server = '', template = '' }, clock) {
      const name = `bench_${randomBytes(5).toString('hex')}`
      clock.start()
      await execute(server, `create database ${name}`)
      await piped(['pg_dump', '-Fc', '-d', databaseUrl(server, template)], ['pg_restore', '-d', databaseUrl(server, name)])
      const { rows } = await connected(databaseUrl(server, name), (client) =>
        client.query<{ holds: boolean }>('select count(*) > 0 as holds from product'),
      )
      await execute(server, `drop database ${name} with (force)`)
      clock.end()
      return String(rows[0]?.holds)
    },
  },
}
