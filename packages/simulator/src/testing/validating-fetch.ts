/** The fetch octokit uses in tests. */
export function validatingFetch(_origin: string): typeof fetch {
  return fetch
}
