import { checkBranches } from './check-branches.ts'
import { checkConfiguration } from './check-configuration.ts'
import { checkTags } from './check-tags.ts'
import { checkLocal } from './check-local.ts'
import { checkTeams } from './check-people.ts'
import { checkRepository } from './check-repository.ts'
import { checkSecrets } from './check-secrets.ts'
import { checkToken } from './check-token.ts'
import { checkWorkflows } from './check-workflows.ts'
import type { DoctorFacts } from './doctor-facts.ts'
import type { DoctorFinding } from './finding.ts'

/** Every finding in the order in which one would mend them; pure. */
export function diagnose(facts: DoctorFacts): DoctorFinding[] {
  return [
    ...checkLocal(facts.local),
    ...checkConfiguration(facts),
    ...checkToken(facts),
    ...checkRepository(facts),
    ...checkWorkflows(facts),
    ...checkBranches(facts),
    ...checkTags(facts),
    ...checkTeams(facts),
    ...checkSecrets(facts),
  ]
}
