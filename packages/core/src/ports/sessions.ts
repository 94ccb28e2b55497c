/** A command at a terminal, as a lease names it: no workflow run tells whether it still lives. */
export interface TerminalSession {
  /** Random; its notes lie in the git directory of the checkout it was started in. */
  id: string
  /** For people: where it was started. */
  host: string
  process: number
}

/** Commands at terminals that hold leases. Workflow runs have none. */
export interface Sessions {
  /** This command, noted on this machine before any lease names it. */
  own(): Promise<TerminalSession>
  /** Whether that command and all it started have ended for certain; false where this checkout cannot know. */
  hasEnded(session: TerminalSession): Promise<boolean>
}
