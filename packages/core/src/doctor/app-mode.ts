import type { DoctorFacts } from './doctor-facts.ts'

/** Whether the workflow files on the default branch work as a GitHub App. */
export function appMode(workflows: DoctorFacts['workflows']): boolean {
  return Object.values(workflows).some((text) => text?.includes('STAGECOACH_APP_CLIENT_ID') === true)
}
