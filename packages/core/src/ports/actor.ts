/** Who acts: the person or bot behind the run, and the run itself. `id` 0 means a terminal, not a workflow run. */
export interface Actor {
  login: string
  /** The person who pressed re-run, when it differs. */
  triggering?: string
  /** The token of some job started the run, and nothing proves for whom. */
  unknown?: true
  run?: { id: number; attempt: number; url: string; workflow: string }
}
