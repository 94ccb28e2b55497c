import type { BareRepository } from '../git/bare-repository.ts'
import { refTips, zeroId } from '../git/refs.ts'
import { collect, isVersion2, startService } from './git-service.ts'
import type { Service } from './git-service.ts'
import { flush, packet, readPacket } from './pkt-line.ts'

function askGit(bare: BareRepository, service: Service, protocol: string | undefined): Promise<Buffer> {
  return collect(startService(bare, service, { advertise: true, protocol, body: Buffer.alloc(0) }))
}

/**
 * The answer to `info/refs`. What git can do follows from its version and the repository's settings, which stay while the
 * server runs: git says it once. The refs are read each time.
 */
export async function advertise(bare: BareRepository, service: Service, protocol: string | undefined): Promise<Buffer> {
  if (isVersion2(protocol) && service === 'upload-pack') {
    // Version 2 names no refs here; the client asks for them with `ls-refs`.
    return bare.capabilities.of('upload-pack 2', () => askGit(bare, service, 'version=2'))
  }
  const greeting = isVersion2(protocol) ? Buffer.alloc(0) : Buffer.concat([packet(`# service=git-${service}\n`), flush])
  const plain = protocol === undefined || isVersion2(protocol)
  const body = plain && service === 'receive-pack' ? await receivePackRefs(bare) : await askGit(bare, service, protocol)
  return Buffer.concat([greeting, body])
}

/** What `git receive-pack` says of itself: every ref but those of `receive.hideRefs`, its abilities behind the first. */
async function receivePackRefs(bare: BareRepository): Promise<Buffer> {
  const abilities = await bare.capabilities.of('receive-pack', async () => {
    const first = readPacket(await askGit(bare, 'receive-pack', undefined), 0)?.payload
    const zero = first?.indexOf(0) ?? -1
    if (first === undefined || zero < 0) throw new Error(`git receive-pack says nothing of ${bare.path}.`)
    return first.subarray(zero)
  })
  const shown = refTips(bare).filter(([name]) => !name.startsWith('refs/pull/'))
  const lines = shown.length === 0 ? [`${zeroId} capabilities^{}`] : shown.map(([name, sha]) => `${sha} ${name}`)
  const packets = lines.map((line, index) => packet(index === 0 ? Buffer.concat([Buffer.from(line), abilities]) : `${line}\n`))
  return Buffer.concat([...packets, flush])
}
