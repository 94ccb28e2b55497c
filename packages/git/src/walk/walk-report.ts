/** What a walk came to. Each operation on an environment is exactly one of clean, conflict or wrong. */
export interface WalkReport {
  operations: number
  /** Operations that change an environment by the primitive. */
  changes: number
  /** Clean, and the tree is the model's to the byte. */
  clean: number
  /** Conflicts that must be: the model has no content for the set. */
  needed: number
  /** Conflicts where changes lie so near, or depend so on each other, that git may report one. */
  near: number
  wrong: Wrong[]
  log: string[]
}

/** `silent`: clean where there must be a conflict. `content`: clean with other bytes than the model's. `false-conflict`: a conflict between changes that are far apart. */
export interface Wrong {
  kind: 'silent' | 'content' | 'false-conflict'
  operation: number
  what: string
}

export function emptyReport(): WalkReport {
  return { operations: 0, changes: 0, clean: 0, needed: 0, near: 0, wrong: [], log: [] }
}

/** Counts one change of an environment against what the model says of it. */
export function countChange(
  report: WalkReport,
  what: string,
  found: { conflicts: boolean; exact: boolean },
  model: { possible: boolean; sure: boolean },
): void {
  report.changes += 1
  report.log.push(`${report.operations} ${what}: ${found.conflicts ? 'conflicts' : 'clean'}`)
  const wrong = (kind: Wrong['kind']): void => {
    report.wrong.push({ kind, operation: report.operations, what })
    report.log.push(`${report.operations} WRONG: ${kind}`)
  }
  if (found.conflicts) {
    if (!model.possible) report.needed += 1
    else if (!model.sure) report.near += 1
    else wrong('false-conflict')
  } else if (!model.possible) wrong('silent')
  else if (!found.exact) wrong('content')
  else report.clean += 1
}
