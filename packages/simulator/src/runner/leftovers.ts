import { rm } from 'node:fs/promises'

/** Removes the folders of ended jobs while others run: hundreds of files take longer than a step should wait. */
export class Leftovers {
  readonly #removals = new Set<Promise<void>>()
  #failure: Error | undefined

  remove(folder: string): void {
    // A process of the job that was killed may be writing its last file.
    const removal: Promise<void> = rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })
      .catch((error: unknown) => {
        this.#failure ??= error instanceof Error ? error : new Error(String(error))
      })
      .finally(() => this.#removals.delete(removal))
    this.#removals.add(removal)
  }

  /** Resolves when all are gone; throws what kept one from going. */
  async gone(): Promise<void> {
    await Promise.all(this.#removals)
    if (this.#failure !== undefined) throw this.#failure
  }
}
