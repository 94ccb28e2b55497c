import { appMode } from './app-mode.ts'
import type { DoctorFacts } from './doctor-facts.ts'
import { ok, problem, unseen, type DoctorFinding } from './finding.ts'

/** Teams that gates name. */
export function checkTeams({ teams, workflows }: Pick<DoctorFacts, 'teams' | 'workflows'>): DoctorFinding[] {
  return Object.entries(teams).map(([slug, members]) => {
    const check = `team ${slug}`
    if (!members.seen) {
      const change = appMode(workflows)
        ? 'Give the App the organisation permission `members: read`.'
        : 'Put a token with the organisation permission `members: read` into the secret STAGECOACH_TEAM_TOKEN: GITHUB_TOKEN sees no teams.'
      return unseen(check, `Its members cannot be read with this token, or there is no such team: ${members.why}`, change)
    }
    if (members.value.length > 0) return ok(check, `${members.value.length} members can be read with this token.`)
    return problem(check, 'It has no members, so its gate never opens.', `Add members to the team ${slug}, or name another team.`)
  })
}
