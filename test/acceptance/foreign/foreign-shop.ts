import { expect } from 'vitest'
import { act, approve, askForPromotion } from '../../story/chapters/moves.ts'
import { git } from '../../story/stage/git-person.ts'
import type { Login } from '../../story/stage/people.ts'
import { runLine } from '../../story/stage/run-line.ts'
import type { Stage } from '../../story/stage/stage.ts'
import { branchOf } from '../look/promotions.ts'
import { during, pushBranch, type Woken } from '../stage/push-branch.ts'
import { all, databasesOnly, startingInQa } from '../stage/smaller-shops.ts'
import { ask } from '../story/7-status.ts'

export interface Trouble {
  package?: string
  code: string
  what: string
  mend: { to: string; run: string }[]
}

/** A feature with one table and one file. */
export function featureFiles(name: string): Record<string, string> {
  return {
    [`db/migrations/${name}/package.yml`]: 'requires: []\n',
    [`db/migrations/${name}/0001_it.sql`]: `create table public.${name} (id bigint primary key);\n`,
    [`src/${name}.js`]: `export const ${name} = 1\n`,
  }
}

/** What `stagecoach status` says that other hands left in qa. */
export async function troublesIn(stage: Stage): Promise<Trouble[]> {
  const { data } = await ask(stage, ['status'])
  const { environments } = data as { environments: { name: string; troubles: Trouble[] }[] }
  return environments.find((each) => each.name === 'qa')?.troubles ?? []
}

export async function onlyTrouble(stage: Stage): Promise<Trouble> {
  const [trouble, ...more] = await troublesIn(stage)
  expect(more).toEqual([])
  if (trouble === undefined) throw new Error('Nothing is said of qa.')
  return trouble
}

/** Runs a command that Stagecoach advises, as maya would in her clone. */
export async function runAdvice(stage: Stage, run: string): Promise<string> {
  const { folder } = await stage.clone('maya')
  if (run.startsWith('stagecoach ')) {
    const args = run.replaceAll('…', 'It was looked at').match(/'[^']*'|\S+/g) ?? []
    const { code, stdout, stderr } = await stage.cli(
      'maya',
      args.slice(1).map((each) => each.replaceAll("'", '')),
    )
    await stage.settle()
    return `${code} ${stdout}${stderr}`
  }
  await git(folder, ['checkout', '--quiet', '--force', '--detach'], 'maya')
  await runLine(run, folder)
  await stage.settle()
  return ''
}

export function deployQa(stage: Stage): Promise<Woken> {
  return during(stage, async () => {
    await stage.rest('maya').dispatch('stagecoach-deploy.yml', { environment: 'qa' })
    await stage.settle()
  })
}

export function sweep(stage: Stage): Promise<Woken> {
  return during(stage, async () => {
    await stage.rest('maya').dispatch('stagecoach-sweep.yml', {})
    await stage.settle()
  })
}

export function tipOf(stage: Stage, branch: string = branchOf.qa): Promise<string> {
  return git(stage.bare, ['rev-parse', '--verify', `refs/heads/${branch}`])
}

export function pushToQa(stage: Stage, files: Record<string, string | undefined>, login: Login = 'linus'): Promise<Woken> {
  return pushBranch(stage, login, { branch: branchOf.qa, from: branchOf.qa, files })
}

export async function forcePush(stage: Stage, commit: string): Promise<void> {
  const { folder } = await stage.clone('maya')
  await git(folder, ['fetch', '--quiet', 'origin'], 'maya')
  await git(folder, ['push', '--quiet', '--force', 'origin', `${commit}:refs/heads/${branchOf.qa}`], 'maya')
  await stage.settle()
}

/** What hands may do to a branch is done to qa's, and needs neither an environment before it nor an application. */
export const shopOfQa = all(startingInQa, databasesOnly)

/** A feature built, and so ready for qa. */
export async function arrive(stage: Stage, name: string): Promise<void> {
  await pushBranch(stage, 'ada', { branch: `feature/${name}`, files: featureFiles(name) })
}

export async function bringToQa(stage: Stage, name: string): Promise<void> {
  await askForPromotion(stage, 'maya', 'qa', name)
  await approve(stage, 'qa', name, ['dora'])
}

export { act, approve, askForPromotion }
