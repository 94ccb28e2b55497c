export const actionPattern = /uses: ([\w.-]+\/[\w.-]+)\/actions\/[a-z-]+@(\S+)/

/** Where the actions of workflow files come from, by the first that names one; undefined when none does. */
export function actionsOf(
  workflows: Readonly<Record<string, string | undefined>>,
): { repository: string; ref: string } | undefined {
  for (const text of Object.values(workflows)) {
    const [, repository, ref] = actionPattern.exec(text ?? '') ?? []
    if (repository !== undefined && ref !== undefined) return { repository, ref }
  }
  return undefined
}
