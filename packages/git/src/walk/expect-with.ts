import { expectedOf, mergeCells } from './expectation.ts'
import type { ExpectedContent } from './expectation.ts'
import type { FileBirth } from './model.ts'
import { contentOf, sourceOf } from './product.ts'
import type { Snapshot, Version } from './product.ts'

/** The primitive, on cells: which of its merges git may find conflicts in. */
export function expectWith(
  births: readonly FileBirth[],
  at: Snapshot,
  name: string,
  version: Version | undefined,
): ExpectedContent {
  const held = at.packages.get(name)
  const content = expectedOf(contentOf(births, at))
  if (held === version) return content
  if (version !== undefined) {
    return mergeCells(expectWith(births, version.base, name, held), content, expectedOf(sourceOf(births, version)))
  }
  if (held === undefined) return content
  return mergeCells(expectedOf(sourceOf(births, held)), content, expectWith(births, held.base, name, undefined))
}
