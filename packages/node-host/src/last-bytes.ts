/** Keeps the last bytes of a stream, however long it is. */
export interface LastBytes {
  add(chunk: Uint8Array): void
  text(): string
}

export function lastBytes(limit: number): LastBytes {
  let kept = Buffer.alloc(0)
  return {
    add(chunk) {
      kept = Buffer.concat([kept, chunk]).subarray(-limit)
    },
    // A character cut in half at the front becomes a replacement sign.
    text: () => kept.toString('utf8'),
  }
}
