import { appMode } from './app-mode.ts'
import type { DoctorFacts } from './doctor-facts.ts'
import { ok, problem, unseen, warning, type DoctorFinding } from './finding.ts'

/** Merge methods, and what workflows may do. */
export function checkRepository(facts: DoctorFacts): DoctorFinding[] {
  return [mergeMethods(facts.repository), ...workflowPermission(facts)]
}

function mergeMethods(repository: DoctorFacts['repository']): DoctorFinding {
  const check = 'merge methods'
  const allowed = repository.seen ? repository.value.mergeCommits : undefined
  if (allowed === undefined) return unseen(check, 'Whether merge commits are allowed cannot be seen with this token.')
  if (allowed) return ok(check, 'Merge commits are allowed, and the gate merges that way.')
  return problem(
    check,
    'Merge commits are not allowed, and the gate merges that way: no promotion can be merged.',
    'Settings → General → Pull Requests → turn on "Allow merge commits".',
  )
}

function workflowPermission(facts: DoctorFacts): DoctorFinding[] {
  const check = 'workflow permission'
  const { workflowPermissions: seen } = facts
  if (!seen.seen) return [unseen(check, `What GITHUB_TOKEN may do by default cannot be seen: ${seen.why}`)]
  const app = appMode(facts.workflows)
  const { default: rights, mayCreatePullRequests: may } = seen.value
  const place = 'Settings → Actions → General → Workflow permissions'
  const given = 'The workflows name the rights of each job; every other workflow of this repository gets all of them.'
  const rightsFinding =
    rights === 'read'
      ? ok(check, 'GITHUB_TOKEN reads by default; the workflows name what more each job needs.')
      : warning(
          check,
          `GITHUB_TOKEN writes by default. ${given}`,
          `${place} → "Read repository contents and packages permissions".`,
        )
  if (app) return [rightsFinding, ok('pull requests by workflows', 'With a GitHub App this setting is not needed.')]
  if (may) return [rightsFinding, ok('pull requests by workflows', 'GitHub Actions may create pull requests.')]
  const why = 'GitHub Actions may not create pull requests, so no promotion can be opened.'
  const change = `${place} → turn on "Allow GitHub Actions to create and approve pull requests" (organisation and repository).`
  return [rightsFinding, problem('pull requests by workflows', why, change)]
}
