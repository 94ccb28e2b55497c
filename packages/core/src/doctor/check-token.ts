import { appMode } from './app-mode.ts'
import type { DoctorFacts } from './doctor-facts.ts'
import { ok, problem, unseen, warning, type DoctorFinding } from './finding.ts'

/** Whose token it is, what it may do here, and what the workflows act as. */
export function checkToken(facts: Pick<DoctorFacts, 'token' | 'login' | 'repository' | 'workflows'>): DoctorFinding[] {
  return [role(facts), ...scopes(facts.token), trust(facts)]
}

/** What rules can enforce depends on who acts. */
function trust({ workflows }: Pick<DoctorFacts, 'workflows'>): DoctorFinding {
  const check = 'who acts'
  if (appMode(workflows)) return ok(check, 'A GitHub App: rules can keep ledger, tags and the status of the gate to it alone.')
  // A mode that one may choose, so no warning; but nobody shall take it for more than it is.
  return ok(
    check,
    'GITHUB_TOKEN: the process is advisory against people who may write here. A GitHub App (`stagecoach init --app`) lets rules enforce it.',
  )
}

function role({ token, login, repository }: Pick<DoctorFacts, 'token' | 'login' | 'repository'>): DoctorFinding {
  const check = 'token'
  if (!repository.seen) return unseen(check, `What ${login} may do here cannot be seen: ${repository.why}`)
  if (token.kind === 'installation')
    return ok(check, `It is an App's or a job's token; what each job may do stands in its workflow file.`)
  const { role: held, push } = repository.value
  if (!push)
    return problem(
      check,
      `${login} may not push here (role ${held}), so every verb that changes something fails.`,
      'Give the role Write: Settings → Collaborators and teams.',
    )
  if (held === 'admin' || held === 'maintain')
    return ok(check, `${login} has the role ${held}: may promote, and record every act.`)
  return ok(
    check,
    `${login} has the role ${held}: may promote, hold, acknowledge and stop; release, override and resume want maintain.`,
  )
}

function scopes({ kind, scopes: given }: DoctorFacts['token']): DoctorFinding[] {
  if (kind !== 'classic' || given === undefined || given.includes('workflow')) return []
  const why = 'This token may not push features that change .github/workflows.'
  return [
    warning('token scopes', why, 'Give the token the scope `workflow`: Settings → Developer settings → Personal access tokens.'),
  ]
}
