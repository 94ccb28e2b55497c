/** What `stagecoach adopt --json` says, as far as an assertion reads it. */
export interface Plan {
  outcome: string
  plan: string
  environments: {
    name: string
    production?: string
    state: { kind: string }
    databases: { histories: { applied: { id: string; explanation: string }[]; pending: string[] }[] }[]
    proofs: { by: string; result: string; objects: string[] }[]
    unknown: string[]
  }[]
  differences: { environment: string; lacks: string[]; extra: string[]; objects: string[] }[]
}

export function readPlan(stdout: string): Plan {
  const { outcome, data } = JSON.parse(stdout) as { outcome: string; data: Omit<Plan, 'outcome'> }
  return { outcome, ...data }
}
