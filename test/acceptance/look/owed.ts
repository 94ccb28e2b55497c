import type { EnvironmentName } from '../../story/stage/databases.ts'
import type { Stage } from '../../story/stage/stage.ts'

/** What `stagecoach status` says that an environment is owed. */
export interface LookedOwed {
  packages: { package: string; kind: string }[]
  commits: number
}

export async function owedTo(stage: Stage, environment: EnvironmentName): Promise<LookedOwed | undefined> {
  const { stdout } = await stage.cli('maya', ['status', '--json'])
  const { data } = JSON.parse(stdout) as { data: { environments: { name: string; owed?: LookedOwed }[] } }
  return data.environments.find((each) => each.name === environment)?.owed
}
