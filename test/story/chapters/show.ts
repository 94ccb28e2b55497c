import { environments } from '../stage/databases.ts'
import { git } from '../stage/git-person.ts'
import type { Stage } from '../stage/stage.ts'

const branches = { integration: 'env/integration', qa: 'env/qa', production: 'main' } as const

/** Says what each environment's branch holds now, read with git from the bare repository. */
export async function showEnvironments(stage: Stage): Promise<void> {
  for (const name of environments) {
    const listed = await git(stage.bare, ['ls-tree', '-r', '--name-only', branches[name], '--', '.stagecoach/packages'])
    const packages = listed.split('\n').map((path) => path.replace(/^.*\/|\.json$/g, ''))
    stage.say(`   ${name.padEnd(12)} ${packages.filter((each) => each !== '').join(', ') || 'no package'}`)
  }
}

/** Says the last line of a pull request's statuses, and where its comment is. */
export async function showStatus(stage: Stage, number: number): Promise<void> {
  const pull = (await stage.rest('maya').pullRequests()).find((each) => each.number === number)
  if (pull === undefined) return
  const [newest] = await stage.rest('maya').statuses(pull.head.sha)
  stage.say(`   #${number} ${pull.merged ? 'merged' : pull.state}: ${newest?.state ?? 'no status'}, ${newest?.description ?? ''}`)
}
