export interface CheckoutPlan {
  /** Arguments of the `git fetch` calls, in order. */
  readonly fetches: readonly (readonly string[])[]
  /** What to check out; the first that exists. */
  readonly candidates: readonly { readonly branch?: string; readonly commit: string }[]
  readonly ref: string
}

export interface CheckoutDefaults {
  /** Whether the workflow's own repository is checked out. */
  readonly own: boolean
  readonly ref: string
  readonly sha: string
}

/** What actions/checkout fetches and checks out (its ref-helper.ts and git-source-provider.ts). */
export function planCheckout(inputs: Readonly<Record<string, string>>, defaults: CheckoutDefaults): CheckoutPlan {
  const depth = Number(inputs['fetch-depth'] ?? '1')
  const options = [
    ...(inputs['fetch-tags'] === 'true' ? [] : ['--no-tags']),
    ...(inputs['filter'] ? [`--filter=${inputs['filter']}`] : []),
    ...(depth > 0 ? [`--depth=${depth}`] : []),
    'origin',
  ]
  const given = inputs['ref'] ?? ''
  if (given === '' && defaults.own) return plan(options, depth, defaults.ref, defaults.sha)
  if (/^[0-9a-f]{40}$|^[0-9a-f]{64}$/i.test(given)) {
    const fetches =
      depth > 0
        ? [[...options, given]]
        : [
            [...options, ...everything],
            [...options, given],
          ]
    return { fetches, candidates: [{ commit: given }], ref: given }
  }
  if (given === '') {
    const refspecs = depth > 0 ? ['+HEAD:refs/remotes/origin/HEAD'] : [...everything, '+HEAD:refs/remotes/origin/HEAD']
    return { fetches: [[...options, ...refspecs]], candidates: [{ commit: 'refs/remotes/origin/HEAD' }], ref: '' }
  }
  return given.startsWith('refs/') ? plan(options, depth, given, undefined) : planName(options, depth, given)
}

const everything = ['+refs/heads/*:refs/remotes/origin/*', '+refs/tags/*:refs/tags/*']

/** A whole ref; with a commit the ref is taken to have been at it, wherever it is by now. */
function plan(options: readonly string[], depth: number, ref: string, sha: string | undefined): CheckoutPlan {
  const [, kind = '', name = ''] = /^refs\/(heads|tags|pull)\/(.+)$/s.exec(ref) ?? []
  const local = kind === 'heads' ? `refs/remotes/origin/${name}` : kind === 'pull' ? `refs/remotes/pull/${name}` : ref
  const refspec = `+${sha ?? ref}:${local}`
  const fetches =
    depth > 0
      ? [[...options, refspec]]
      : [
          [...options, ...everything],
          [...options, refspec],
        ]
  return { fetches, candidates: [kind === 'heads' ? { branch: name, commit: local } : { commit: local }], ref }
}

/** A name without `refs/` may be a branch or a tag; the branch wins. The pattern keeps the fetch from failing on the other. */
function planName(options: readonly string[], depth: number, name: string): CheckoutPlan {
  const both = [`+refs/heads/${name}*:refs/remotes/origin/${name}*`, `+refs/tags/${name}*:refs/tags/${name}*`]
  return {
    fetches: [[...options, ...(depth > 0 ? both : everything)]],
    candidates: [{ branch: name, commit: `refs/remotes/origin/${name}` }, { commit: `refs/tags/${name}` }],
    ref: name,
  }
}
