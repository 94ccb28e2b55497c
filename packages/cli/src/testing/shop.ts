import { makeEmptyFolder } from '@stagecoach/database/testing'
import { openWorkbench, type Workbench } from './workbench.ts'

/** Two stops without databases, workflows as `init` writes them. */
export const shopConfig = `version: 1
environments:
  integration:
    branch: env/integration
  production:
    branch: main
    after: [integration]
`

const prices = ['one', 'two', 'three', 'four', 'five'].join('\n')

/** The same, with an embedded database in integration and a check on it. */
export const shopWithDatabase = shopConfig.replace(
  'branch: env/integration\n',
  `branch: env/integration
    databases: { main: { engine: embedded, url: env:INTEGRATION_DATABASE_URL } }
    verify: [{ sql: select count(*) = 0 from customer_points }]
`,
)

/** A repository of acme/shop in which features change the same line of `prices.txt`. Where the configuration names a template, that and the database are there and empty. */
export async function openShop(config = shopConfig): Promise<Workbench> {
  const bench = await openWorkbench({ '.github/stagecoach.yml': config, 'prices.txt': `${prices}\n`, 'terms.txt': 'old\n' })
  if (config.includes('env:INTEGRATION_TEMPLATE'))
    for (const folder of [bench.template, bench.database]) await makeEmptyFolder(folder)
  await bench.run('init')
  await bench.git('add', '-A')
  await bench.git('commit', '--quiet', '-m', 'Bring in Stagecoach')
  await bench.git('push', '--quiet', 'origin', 'main', 'main:refs/heads/env/integration')
  return bench
}

/** Pushes a feature cut from main that changes files; undefined deletes one. */
export async function pushFeature(bench: Workbench, name: string, files: Record<string, string | undefined>): Promise<void> {
  await bench.git('checkout', '--quiet', '-B', `feature/${name}`, 'main')
  bench.write(`db/migrations/${name}/package.yml`, 'requires: []\n')
  for (const [path, text] of Object.entries(files)) {
    if (text === undefined) await bench.git('rm', '--quiet', path)
    else bench.write(path, text)
  }
  await bench.git('add', '-A')
  await bench.git('commit', '--quiet', '-m', `Feature ${name}`)
  await bench.git('push', '--quiet', 'origin', `feature/${name}`)
  await bench.git('checkout', '--quiet', 'main')
}

export function priced(second: string): string {
  return `${prices.replace('two', second)}\n`
}
