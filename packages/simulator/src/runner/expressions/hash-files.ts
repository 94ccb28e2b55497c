import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findFiles } from '../find-files.ts'
import type { ExpressionFunction } from './evaluate.ts'

/** `hashFiles(pattern…)`: sha256 over the sha256 of each matching file in path order; '' when nothing matches. */
export function hashFiles(workspace: string): Record<string, ExpressionFunction> {
  return {
    hashFiles: {
      minimum: 1,
      maximum: 255,
      call: (...patterns) => {
        const files = findFiles(workspace, patterns)
        if (files.length === 0) return ''
        const all = createHash('sha256')
        for (const file of files)
          all.update(
            createHash('sha256')
              .update(readFileSync(join(workspace, file)))
              .digest(),
          )
        return all.digest('hex')
      },
    },
  }
}
