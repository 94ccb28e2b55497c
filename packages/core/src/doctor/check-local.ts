import type { LocalFacts } from './doctor-facts.ts'
import { ok, problem, warning, type DoctorFinding } from './finding.ts'

/** git 2.38 brought `merge-tree --write-tree`, without which nothing can be merged. */
const floor = [2, 38] as const

export function checkLocal({ git, shallow }: LocalFacts): DoctorFinding[] {
  return [gitVersion(git), cloneDepth(shallow)]
}

function gitVersion(said: string): DoctorFinding {
  const check = 'git version'
  const [, major = '', minor = ''] = /(\d+)\.(\d+)/.exec(said) ?? []
  const old = Number(major) < floor[0] || (Number(major) === floor[0] && Number(minor) < floor[1])
  if (major === '' || old) return problem(check, `git here is '${said}'.`, `Install git ${floor.join('.')} or newer.`)
  return ok(check, `git ${major}.${minor} merges without a checkout.`)
}

function cloneDepth(shallow: boolean): DoctorFinding {
  const check = 'clone depth'
  if (!shallow) return ok(check, 'The clone has its whole history.')
  const why = 'The clone is shallow. Stagecoach fetches what it needs itself, but merges of yours in it can be silently wrong.'
  return warning(check, why, 'git fetch --unshallow; in a workflow give actions/checkout `fetch-depth: 0`.')
}
