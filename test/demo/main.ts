import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { fileURLToPath } from 'node:url'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { contractIsAsked, freezeEnds, neighbourAndFreeze } from '../story/chapters/5-contract.ts'
import { featuresArrive } from '../story/chapters/1-features-arrive.ts'
import { oneGoesAlone } from '../story/chapters/2-one-goes-alone.ts'
import { repaired, rolledBack } from '../story/chapters/4-rolled-back.ts'
import { sameLines } from '../story/chapters/3-same-lines.ts'
import { secondVersion } from '../story/chapters/6-second-version.ts'
import { whatIsWhere } from '../story/chapters/7-what-is-where.ts'
import { showEnvironments } from '../story/chapters/show.ts'
import { openStage } from '../story/stage/stage.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const { values } = parseArgs({ options: { engine: { type: 'string', default: 'embedded' }, server: { type: 'string' } } })
const directory = process.env['SC_DEMO'] ?? join(root, '.demo')
await rm(directory, { recursive: true, force: true })
await mkdir(directory, { recursive: true })
await mkdir(join(directory, 'runs'))
const start = performance.now()
const say = (line: string): void => console.log(`${((performance.now() - start) / 1000).toFixed(1).padStart(6)} s  ${line}`)
const stage = await openStage({
  directory,
  release: join(root, 'release'),
  say,
  ...(values.server === undefined ? {} : { server: values.server }),
})
try {
  for (const chapter of [
    featuresArrive,
    oneGoesAlone,
    sameLines,
    rolledBack,
    repaired,
    contractIsAsked,
    neighbourAndFreeze,
    freezeEnds,
    secondVersion,
    whatIsWhere,
  ]) {
    await chapter(stage)
    await showEnvironments(stage)
  }
} finally {
  for (const run of stage.simulator.runs) {
    const log = [run.log, ...run.jobs.map((job) => job.log)].join('\n')
    await writeFile(join(directory, 'runs', `${run.id} ${run.workflowName} ${run.conclusion}.log`), log)
  }
  await stage.close()
}
