import type { Actor, Runs } from '@stagecoach/core'

/** Login of GITHUB_TOKEN, which starts what a job without key wakes. */
const jobs = 'github-actions[bot]'

/**
 * Who is behind a run: its actor, or for a run that another one woke with GITHUB_TOKEN the people of that other run. Who starts a run in person
 * stays its actor, whatever run they name.
 */
export async function actorBehind<A extends Actor>(
  forge: Pick<Runs, 'runPeople'>,
  actor: A,
  wokenBy: number | undefined,
): Promise<A> {
  if (wokenBy === undefined || actor.login !== jobs) return actor
  const people = await forge.runPeople(wokenBy)
  const [login] = people
  const last = people.at(-1)
  if (login === undefined || last === undefined) return actor
  const again = actor.triggering === undefined || actor.triggering === jobs ? last : actor.triggering
  return { ...actor, login, triggering: again }
}
