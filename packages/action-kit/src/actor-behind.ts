import { isWakeOf, type Actor, type PushWake, type StartedRun, type World } from '@stagecoach/core'

/** Login of GITHUB_TOKEN, which starts what a job without key wakes. */
const jobs = 'github-actions[bot]'

export interface Waking {
  /** What the inputs say woke this run. */
  wake: PushWake | undefined
  /** What GitHub knows of the run they name. */
  run: StartedRun | undefined
  refs: World['refs']
}

/**
 * Who is behind a run of an App: its actor, or for a run that a push woke with GITHUB_TOKEN the people of that push. Any writer's workflow can start a run with
 * that token and name another one's run: only a run for this very push proves who asked, else they are unknown. Who starts a run in person
 * stays its actor, whatever run they name.
 */
export function actorBehind<A extends Actor>(actor: A, { wake, run, refs }: Waking): A {
  if (actor.login !== jobs) return actor
  const again = actor.triggering === undefined || actor.triggering === jobs ? undefined : actor.triggering
  const proved =
    wake !== undefined && run !== undefined && isWakeOf(run, wake, refs.get(`refs/heads/${wake.branch}`)?.oid) ? run.people : []
  const [login] = proved
  const last = proved.at(-1)
  if (login !== undefined && last !== undefined) return { ...actor, login, triggering: again ?? last }
  return again === undefined ? { ...actor, unknown: true } : actor
}
