import { StagecoachError } from '@stagecoach/core'
import type { Api } from './api.ts'
import { readFailure } from './failure.ts'
import { allPages, fullPage } from './paginate.ts'

/** Logins of a team in the repository's organisation. Errors: `team-not-visible`: GITHUB_TOKEN sees no teams at all, and to it GitHub says 404. */
export async function teamMembers(api: Api, team: string): Promise<string[]> {
  const { client, owner } = api
  return api.attempt(`read the team "${team}"`, async () => {
    try {
      const members = await allPages(
        client.paginate.iterator(client.rest.teams.listMembersInOrg, { org: owner, team_slug: team, ...fullPage }),
      )
      return members.map(({ login }) => login)
    } catch (error) {
      const status = readFailure(error)?.status
      if (status !== 404 && status !== 403) throw error
      throw new StagecoachError('team-not-visible', `The members of team "${team}" of ${owner} cannot be read with this token.`, {
        hint: 'Check the slug; GITHUB_TOKEN cannot read teams: set `STAGECOACH_TEAM_TOKEN` in the env of the step (at a terminal in yours) to a token with the organisation permission `members: read`, or give a GitHub App token as `github-token`.',
        cause: error,
      })
    }
  })
}
