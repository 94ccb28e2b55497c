/** Runs tasks one after the other, in the order they came. */
export class Mutex {
  private tail: Promise<unknown> = Promise.resolve()

  run<Result>(task: () => Promise<Result>): Promise<Result> {
    const result = this.tail.then(task)
    // The next task waits for the end of this one, however it ends; the caller gets the failure.
    this.tail = result.catch(() => undefined)
    return result
  }
}
