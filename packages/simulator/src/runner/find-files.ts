import { readdirSync } from 'node:fs'
import { join, sep } from 'node:path'
import { filePattern } from './glob.ts'

/** Files under a folder that match glob patterns in order (`!` takes away); paths relative with `/`, sorted. Links are not followed. */
export function findFiles(folder: string, patterns: readonly string[]): string[] {
  const rules = patterns
    .map((pattern) => pattern.trim())
    .filter((pattern) => pattern !== '')
    .map((pattern) => ({ negative: pattern.startsWith('!'), test: filePattern(pattern.replace(/^!/, '').replace(/^\.\//, '')) }))
  return listFiles(folder).filter((file) => {
    let chosen = false
    for (const rule of rules) if (rule.test.test(file)) chosen = !rule.negative
    return chosen
  })
}

/** All files under a folder, `.git` left out; paths relative with `/`, sorted. */
export function listFiles(folder: string): string[] {
  const found: string[] = []
  const walk = (inner: string): void => {
    for (const entry of readdirSync(join(folder, inner), { withFileTypes: true })) {
      const path = inner === '' ? entry.name : `${inner}${sep}${entry.name}`
      if (entry.isDirectory()) {
        if (entry.name !== '.git') walk(path)
      } else if (entry.isFile()) found.push(path)
    }
  }
  walk('')
  return found.map((path) => path.split(sep).join('/')).sort()
}
