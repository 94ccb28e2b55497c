import { StagecoachError } from '../error.ts'
import type { Oid } from '../package/package.ts'
import { printable } from './name.ts'
import { oidPattern } from './oid.ts'

/** `release/<content id>`: the annotated tag that holds what the build command made of a content.
 *  @throws StagecoachError `name-invalid` */
export function formatReleaseTag(content: Oid): string {
  if (oidPattern.test(content)) return `release/${content}`
  throw new StagecoachError('name-invalid', `'${printable(content)}' is not the id of a content.`)
}

export function parseReleaseTag(text: string): Oid | undefined {
  const content = text.startsWith('release/') ? text.slice('release/'.length) : ''
  return oidPattern.test(content) ? content : undefined
}
