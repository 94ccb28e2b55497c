/** One command of a push: `<old> <new> <ref>`. */
export interface PushCommand {
  readonly before: string
  readonly after: string
  readonly ref: string
}

interface Packet {
  /** Undefined for the flush packet and its kin, which have none. */
  readonly payload: Buffer | undefined
  readonly next: number
}

export function readPacket(data: Buffer, at: number): Packet | undefined {
  const length = Number.parseInt(data.toString('latin1', at, at + 4), 16)
  if (Number.isNaN(length)) return undefined
  if (length < 4) return { payload: undefined, next: at + 4 }
  return at + length > data.length ? undefined : { payload: data.subarray(at + 4, at + length), next: at + length }
}

/** The commands at the start of a receive-pack request; push certificates and shallow lines are passed over. */
export function parsePushCommands(body: Buffer): readonly PushCommand[] {
  const commands: PushCommand[] = []
  for (let packet = readPacket(body, 0); packet?.payload !== undefined; packet = readPacket(body, packet.next)) {
    const [line = ''] = packet.payload.toString('utf8').split('\0')
    const match = /^([0-9a-f]{40}) ([0-9a-f]{40}) (.+?)\n?$/.exec(line)
    const [, before, after, ref] = match ?? []
    if (before !== undefined && after !== undefined && ref !== undefined) commands.push({ before, after, ref })
  }
  return commands
}

export function packet(payload: Buffer | string): Buffer {
  const data = Buffer.from(payload)
  return Buffer.concat([Buffer.from((data.length + 4).toString(16).padStart(4, '0')), data])
}

export const flush = Buffer.from('0000')

function rewriteLine(line: Buffer, reasons: ReadonlyMap<string, string>): Buffer {
  const [, ref] = /^ng (\S+) hook declined\n?$/.exec(line.toString('utf8')) ?? []
  const reason = ref === undefined ? undefined : reasons.get(ref)
  return reason === undefined ? line : Buffer.from(`ng ${ref} ${reason}\n`)
}

function rewritePackets(data: Buffer, change: (payload: Buffer) => Buffer): Buffer {
  const parts: Buffer[] = []
  let at = 0
  for (let found = readPacket(data, at); found !== undefined && at < data.length; found = readPacket(data, at)) {
    parts.push(found.payload === undefined ? flush : packet(change(found.payload)))
    at = found.next
  }
  return Buffer.concat([...parts, data.subarray(at)])
}

/**
 * Puts GitHub's reasons (`protected branch hook declined`) where git's report of a push says only "hook declined".
 * The report comes bare or, with side-band-64k, as packets inside the packets of band 1.
 */
export function rewriteReport(response: Buffer, reasons: ReadonlyMap<string, string>): Buffer {
  if (reasons.size === 0) return response
  return rewritePackets(response, (payload) =>
    payload[0] === 1
      ? Buffer.concat([Buffer.from([1]), rewritePackets(payload.subarray(1), (line) => rewriteLine(line, reasons))])
      : rewriteLine(payload, reasons),
  )
}
