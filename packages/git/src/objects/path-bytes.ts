import { StagecoachError } from '@stagecoach/core'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Paths are bytes in git. Inside the adapter they are strings with one character per byte, so that a neighbour nobody asked about cannot break a reading. */
export function toBytePath(path: string): string {
  return Buffer.from(path, 'utf8').toString('latin1')
}

/** @throws StagecoachError `path-not-utf8` with the path, its foreign bytes escaped */
export function fromBytePath(path: string): string {
  // eslint-disable-next-line no-control-regex -- plain ASCII needs no decoding
  if (/^[\x00-\x7f]*$/.test(path)) return path
  try {
    return utf8.decode(Buffer.from(path, 'latin1'))
  } catch (cause) {
    const shown = path.replace(/[^\x20-\x7e]/g, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`)
    throw new StagecoachError('path-not-utf8', `The path '${shown}' is not UTF-8.`, { hint: 'Rename the file.', cause })
  }
}

/** Segments of a path that may be written into a tree. @throws StagecoachError `path-invalid` */
export function writableSegments(path: string): string[] {
  const segments = path.split('/')
  const bad = segments.some((each) => ['', '.', '..'].includes(each) || each.toLowerCase() === '.git' || each.includes('\0'))
  if (bad) throw new StagecoachError('path-invalid', `'${path}' cannot be a path in a git tree.`)
  return segments.map(toBytePath)
}
