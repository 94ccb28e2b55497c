import { environments } from '../stage/databases.ts'
import { git } from '../stage/git-person.ts'
import type { Login } from '../stage/people.ts'
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

/** Runs the CLI as a person and says what it prints, which is the answer; fails when it does. */
export async function readOut(stage: Stage, login: Login, args: readonly string[]): Promise<string> {
  stage.say(`${login} runs stagecoach ${args.map((each) => (each.includes(' ') ? `'${each}'` : each)).join(' ')}`)
  const { code, stdout, stderr } = await stage.cli(login, args)
  if (code !== 0) throw new Error(`stagecoach ${args.join(' ')} ended ${code}: ${stderr || stdout}`)
  for (const line of stdout.trimEnd().split('\n')) stage.say(`   ${line}`)
  return stdout
}
