/** Bytes as they arrive from a process, taken out by line, by NUL or by count. */
export class ByteQueue {
  #chunks: Buffer[] = []
  #length = 0

  push(chunk: Buffer): void {
    this.#chunks.push(chunk)
    this.#length += chunk.length
  }

  /** The bytes before the next `delimiter`, which is dropped; undefined when it has not arrived. */
  takeUntil(delimiter: number): Buffer | undefined {
    let before = 0
    for (const chunk of this.#chunks) {
      const index = chunk.indexOf(delimiter)
      if (index !== -1) return this.takeBytes(before + index + 1)?.subarray(0, -1)
      before += chunk.length
    }
    return undefined
  }

  takeBytes(count: number): Buffer | undefined {
    if (count > this.#length) return undefined
    const first = this.#chunks[0]
    const all = first !== undefined && first.length >= count ? first : this.#join()
    this.#chunks[0] = all.subarray(count)
    this.#length -= count
    return all.subarray(0, count)
  }

  #join(): Buffer {
    const all = Buffer.concat(this.#chunks)
    this.#chunks = [all]
    return all
  }
}
