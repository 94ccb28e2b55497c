import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Folders and files that take minutes, longest first. What is short fills the gaps behind them, so that no processor waits at the end. */
const long = ['acceptance/story/', 'acceptance/living/', 'acceptance/kill/', 'acceptance/foreign/', 'acceptance/', '/walk/walks-']

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return sorted.toSorted((a, b) => rank(a.moduleId) - rank(b.moduleId))
  }
}

function rank(path: string): number {
  const found = long.findIndex((part) => path.includes(part))
  return found === -1 ? long.length : found
}
