import { createHash } from 'node:crypto'
import { sha256 } from '../digest.ts'
import { crc32 } from './crc32.ts'
import type { ReadHistory } from './read-history.ts'

/**
 * Whether bytes are what a tool's checksum was made of; undefined where that cannot be computed.
 * Sources: flyway's ChecksumCalculator, prisma's migration connector (sha256 of the script), sqitch's App::Sqitch::Plan::Change (sha1 of the script).
 */
export function matches(tool: ReadHistory['tool'], checksum: string, bytes: Uint8Array, id: string): boolean | undefined {
  switch (tool) {
    case 'flyway':
      return matchesFlyway(checksum, bytes, id)
    case 'prisma':
    case 'list':
      return lineEndings(bytes).some((each) => sha256(each) === checksum)
    case 'sqitch':
      return lineEndings(bytes).some((each) => createHash('sha1').update(each).digest('hex') === checksum)
    default:
      return undefined
  }
}

/** CRC-32 over the lines without their ends, as a signed 32-bit integer: the same for every line ending. Of a repeatable one flyway takes it after it put placeholders in, whose values are not known here. */
export function flywayChecksum(text: string): number {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)
  return crc32(Buffer.from(lines.join(''), 'utf8')) | 0
}

function matchesFlyway(checksum: string, bytes: Uint8Array, id: string): boolean | undefined {
  const text = Buffer.from(bytes).toString('utf8')
  if (String(flywayChecksum(text)) === checksum) return true
  const repeatable = /(^|\/)R__/.test(id)
  return repeatable && text.includes('${') ? undefined : false
}

/** As they are, and with the line endings that a checkout on another system has: git may store others than the tool read. */
function lineEndings(bytes: Uint8Array): Uint8Array[] {
  const unix = Buffer.from(bytes).toString('latin1').replaceAll('\r\n', '\n')
  return [bytes, Buffer.from(unix, 'latin1'), Buffer.from(unix.replaceAll('\n', '\r\n'), 'latin1')]
}
