/** Cuts a stream of PostgreSQL's protocol into messages. https://www.postgresql.org/docs/current/protocol-message-formats.html */
export interface Frame {
  /** Type byte; empty for the first message of a client, which has none. */
  type: string
  bytes: Buffer
}

export function createFrames(startsUntyped: boolean): (chunk: Buffer) => Frame[] {
  let rest: Buffer = Buffer.alloc(0)
  let untyped = startsUntyped
  return (chunk) => {
    rest = Buffer.concat([rest, chunk])
    const frames: Frame[] = []
    for (;;) {
      const head = untyped ? 0 : 1
      if (rest.length < head + 4) return frames
      const length = head + rest.readInt32BE(head)
      if (rest.length < length) return frames
      frames.push({ type: untyped ? '' : rest.toString('latin1', 0, 1), bytes: rest.subarray(0, length) })
      rest = rest.subarray(length)
      untyped = false
    }
  }
}

/** SQL of a simple query or of a statement that is being prepared. */
export function sqlOf({ type, bytes }: Frame): string | undefined {
  if (type === 'Q') return bytes.toString('utf8', 5, bytes.length - 1)
  if (type !== 'P') return undefined
  const name = bytes.indexOf(0, 5)
  return bytes.toString('utf8', name + 1, bytes.indexOf(0, name + 1))
}

/** Values that a prepared statement is started with, as text; undefined for another message. */
export function valuesOf({ type, bytes }: Frame): string[] | undefined {
  if (type !== 'B') return undefined
  const statement = bytes.indexOf(0, 5) + 1
  const formats = bytes.indexOf(0, statement) + 1
  let at = formats + 2 + 2 * bytes.readInt16BE(formats)
  const count = bytes.readInt16BE(at)
  at += 2
  return Array.from({ length: count }, () => {
    const length = bytes.readInt32BE(at)
    const start = at + 4
    at = start + Math.max(0, length)
    return bytes.toString('utf8', start, at)
  })
}

/** Database named by the startup message. */
export function databaseOf({ bytes }: Frame): string {
  const words = bytes.toString('utf8', 8).split('\0')
  return words[words.indexOf('database') + 1] ?? ''
}
