/** Runs a configured command line (release build, application deploy, command verification) without a shell. */
export interface Commands {
  run(command: CommandLine): Promise<CommandResult>
}

export interface CommandLine {
  /** First word is the program; relative programs are looked up in `cwd`. `&&` between command lines is allowed and runs them in turn. */
  line: string
  cwd: string
  /** The whole environment of the process, nothing is inherited but PATH, HOME and TMPDIR. */
  env: Record<string, string>
  /** Milliseconds. */
  timeout: number
}

export interface CommandResult {
  exitCode: number
  timedOut: boolean
  /** The last 64 KiB of each stream. */
  stdout: string
  stderr: string
}
