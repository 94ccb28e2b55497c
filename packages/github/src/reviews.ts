import type { Review, Reviews } from '@stagecoach/core'
import type { Api } from './api.ts'
import { commitPeople } from './commit-people.ts'
import { readFailure } from './failure.ts'
import { remember } from './remember.ts'
import { allPages, fullPage } from './paginate.ts'
import { teamMembers } from './team-members.ts'

const states: Record<string, Review['state']> = {
  APPROVED: 'approved',
  CHANGES_REQUESTED: 'changes-requested',
  COMMENTED: 'commented',
  DISMISSED: 'dismissed',
}

/** https://docs.github.com/en/graphql/reference/enums#commentauthorassociation */
const known: ReadonlySet<string> = new Set(['OWNER', 'MEMBER', 'COLLABORATOR'])

type Permission = Awaited<ReturnType<Reviews['permission']>>

export function reviews(api: Api, teamApi: Api = api): Reviews {
  return {
    reviews: (number) => listReviews(api, number),
    teamMembers: remember((team) => teamMembers(teamApi, team)),
    // Commits never change, so what is between two of them may be kept.
    commitPeople: remember((base, head) => commitPeople(api, base, head)),
    permission: remember((login) => permission(api, login)),
  }
}

async function listReviews(api: Api, number: number): Promise<Review[]> {
  const { client, owner, repo } = api
  const all = await api.attempt(`read the reviews of #${number}`, () =>
    allPages(client.paginate.iterator(client.rest.pulls.listReviews, { owner, repo, pull_number: number, ...fullPage })),
  )
  return all
    .flatMap((review): Review[] => {
      const state = states[review.state]
      // A pending review is a draft that only its author sees; one without commit was made on a commit that is gone.
      if (state === undefined || review.submitted_at === undefined) return []
      return [
        {
          id: review.id,
          person: review.user?.login ?? 'ghost',
          bot: review.user?.type === 'Bot',
          ...(known.has(review.author_association) ? {} : { stranger: true }),
          state,
          commit: review.commit_id ?? '',
          submittedAt: review.submitted_at,
        },
      ]
    })
    .sort((a, b) => Date.parse(a.submittedAt) - Date.parse(b.submittedAt) || a.id - b.id)
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
