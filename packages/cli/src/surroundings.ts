/** What the program knows of the outside; tests bring their own. */
export interface Surroundings {
  /** Without node and script. */
  argv: readonly string[]
  environment: Readonly<Record<string, string | undefined>>
  cwd: string
  stdout: Sink
  stderr: Sink
}

export interface Sink {
  write(text: string): void
  /** Colour and hints for people only there. */
  isTerminal: boolean
  /** Characters in a line, of a terminal that says so. */
  columns?: number
}

export function processSurroundings(): Surroundings {
  return {
    argv: process.argv.slice(2),
    environment: process.env,
    cwd: process.cwd(),
    stdout: sink(process.stdout),
    stderr: sink(process.stderr),
  }
}

function sink(stream: NodeJS.WriteStream): Sink {
  const { isTTY, columns } = stream
  // Some pseudo-terminals say that they have no column at all.
  const wide = isTTY && columns > 0 ? { columns } : {}
  return { write: (text) => void stream.write(text), isTerminal: isTTY === true, ...wide }
}
