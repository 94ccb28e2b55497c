import type { Reason } from '../outcome.ts'
import type { Oid, PackageRef } from '../package/package.ts'

/** A commit as people recognise it. Author and subject are as somebody outside wrote them. */
export interface ForeignCommit {
  oid: Oid
  author: string
  subject: string
  /** ISO 8601 UTC. */
  at: string
  /** A merge commit is reverted against its first parent. */
  merge: boolean
}

/** What somebody else's hand left on an environment's branch, each kind with the facts that its sentence and its mending need. */
export type TipTrouble =
  /** A promotion's own content on the tip it was made for, merged by a person before its gates were open. */
  | { kind: 'merged-by-hand'; package: PackageRef; commit: ForeignCommit; pullRequest: number }
  /** The content of a sync, or of the repair after a rollback, on the tip it was made for, merged by a person before its gates were open. */
  | { kind: 'proposal-by-hand'; proposal: 'sync' | 'repair'; commit: ForeignCommit; pullRequest: number }
  /** The branch says that it holds a version which no gate decided on. */
  | { kind: 'undecided'; package: PackageRef; commit?: ForeignCommit }
  /** Paths of a package were changed so that nobody can tell whether it is still whole; its migrations by name. */
  | { kind: 'paths-changed'; package: PackageRef; commit?: ForeignCommit; reason: string; migrations: string[] }
  /** The branch lists a package whose change is not there any more. */
  | { kind: 'taken-out'; package: PackageRef; commit?: ForeignCommit }
  /** `.stagecoach/packages/<name>.json` says something else of a digest than the build did. */
  | { kind: 'file-edited'; package: PackageRef; good?: Oid }
  /** The branch's list lacks a package that nobody rolled back: a promotion was reverted by hand. */
  | { kind: 'unlisted'; package: PackageRef; commit?: ForeignCommit }
  /** `.stagecoach/baseline.json` names another production commit than Stagecoach wrote, or none. */
  | { kind: 'baseline-edited'; commit?: ForeignCommit }
  /** SQL that came by no package; `runs` when the next deployment would make the database so, as with a view or function. */
  | { kind: 'sql-by-hand'; path: string; runs: boolean; commit?: ForeignCommit }
  /** `.stagecoach/` cannot be read. */
  | { kind: 'unreadable'; tip: ForeignCommit; why: string; good?: Oid }
  /** The tip does not lead to a commit that was merged or deployed there. */
  | { kind: 'rewritten'; tip: Oid; recorded: Oid; at: string }
  /** The branch is gone, and something was merged or deployed there. */
  | { kind: 'deleted'; recorded: Oid; at: string }

/** Something about a branch that keeps every change out of its environment, with the sentence and the commands for people. */
export interface Unclear {
  /** Absent when it is about the branch and no single package. */
  package?: string
  reason: string
  code: Extract<Reason, 'presence-unknown' | 'held' | 'tip-undecided' | 'history-rewritten'>
  /** One paragraph. */
  what?: string
  /** What mends it, likeliest first. */
  mend?: readonly Mend[]
}

/** One way out: what it is, and the command. */
export interface Mend {
  /** Completes `To …:`; without full stop. */
  to: string
  run: string
}
