import type { Reviews } from '@stagecoach/core'
import type { Api } from './api.ts'
import { commitPeople } from './commit-people.ts'
import { readFailure } from './failure.ts'
import { readReviewed } from './read-reviewed.ts'
import { remember } from './remember.ts'
import { teamMembers } from './team-members.ts'

type Permission = Awaited<ReturnType<Reviews['permission']>>

export function reviews(api: Api, teamApi: Api = api): Reviews {
  return {
    reviewed: (number) => readReviewed(api, number),
    teamMembers: remember((team) => teamMembers(teamApi, team)),
    // Commits never change, so what is between two of them may be kept.
    commitPeople: remember((base, head) => commitPeople(api, base, head)),
    permission: remember((login) => permission(api, login)),
  }
}

const roles: readonly Permission[] = ['admin', 'maintain', 'write', 'triage', 'read']

/** `role_name` knows maintain and triage; a custom role falls back to the permission it extends. A stranger answers 404. */
async function permission(api: Api, login: string): Promise<Permission> {
  const { client, owner, repo } = api
  return api.attempt(`read the permission of @${login}`, async () => {
    try {
      const { data } = await client.rest.repos.getCollaboratorPermissionLevel({ owner, repo, username: login })
      return roles.find((role) => role === data.role_name) ?? roles.find((role) => role === data.permission) ?? 'none'
    } catch (error) {
      if (readFailure(error)?.status === 404) return 'none'
      throw error
    }
  })
}
