export { startSimulator } from './start-simulator.ts'
export { createRunner } from './runner/index.ts'
export type { AppToken, AppTokenRequest, RunnerControls, RunnerOptions } from './runner/index.ts'
export type { ClockMode, SimClock } from './clock.ts'
export type { EventName, EventQueue, SimEvent, SimEventDraft } from './events.ts'
export type { Fault, FaultAction, FaultContext, FaultMoment, Faults } from './faults.ts'
export type { Journal, JournalEntry } from './journal.ts'
export type { PermissionLevel, PermissionName, TokenPermissions } from './permissions.ts'
export type { Who } from './principal.ts'
export type { LoggedRequest, RequestLog } from './request-log.ts'
export type { DueSchedule, NewRun, Runner, RunnerActor, RunnerFactory, RunnerHost, RunnerRepository } from './runner-host.ts'
export type { Conclusion, JobChange, RunChange, RunJob, RunStatus, RunStep, WorkflowRun } from './runs.ts'
export type {
  BranchProtection,
  CollaboratorRole,
  CreatedRepository,
  RepositoryOptions,
  Simulator,
  SimulatorOptions,
} from './simulator.ts'
