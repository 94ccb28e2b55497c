import { Processes } from './processes.ts'

/** The handles on a running run: cancel, kill, pause, resume. */
export class RunControl {
  readonly #processes = new Set<Processes>()
  readonly #graceMilliseconds: number
  readonly #cancel = new AbortController()
  readonly #kill = new AbortController()
  #paused = false

  constructor(graceMilliseconds: number) {
    this.#graceMilliseconds = graceMilliseconds
  }

  get cancelled(): boolean {
    return this.#cancel.signal.aborted
  }

  get killed(): boolean {
    return this.#kill.signal.aborted
  }

  /** What ends a job that is planned now: a job with `if: always()`, planned after a cancel, only by a kill. */
  get ending(): AbortSignal {
    return this.cancelled ? this.#kill.signal : AbortSignal.any([this.#cancel.signal, this.#kill.signal])
  }

  newProcesses(): Processes {
    const processes = new Processes(this.#graceMilliseconds)
    if (this.killed) processes.kill()
    else if (this.#paused) processes.pause()
    this.#processes.add(processes)
    return processes
  }

  forget(processes: Processes): void {
    this.#processes.delete(processes)
  }

  cancel(): void {
    this.#cancel.abort()
  }

  kill(): void {
    for (const processes of this.#processes) processes.kill()
    this.#kill.abort()
  }

  pause(): void {
    this.#paused = true
    for (const processes of this.#processes) processes.pause()
  }

  resume(): void {
    this.#paused = false
    for (const processes of this.#processes) processes.resume()
  }
}
