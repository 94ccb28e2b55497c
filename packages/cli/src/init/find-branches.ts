import type { Checkout } from '../remote/checkout.ts'

export interface KnownBranches {
  defaultBranch: string
  /** Names without remote, of this clone and of `origin` as last fetched. */
  names: string[]
  /** Of `origin` as last fetched. */
  remote: string[]
}

/** Asked of the clone alone, so that it works before the repository is on GitHub. */
export async function findBranches({ git }: Checkout): Promise<KnownBranches> {
  const list = async (folder: string, drop: number): Promise<string[]> => {
    const { stdout } = await git(['for-each-ref', `--format=%(refname:lstrip=${drop})`, folder])
    return stdout.split('\n').filter((name) => name !== '' && name !== 'HEAD')
  }
  const remote = await list('refs/remotes/origin', 3)
  const local = await list('refs/heads', 2)
  const head = await git(['symbolic-ref', '--quiet', '--short', 'refs/remotes/origin/HEAD'])
  const named = head.code === 0 ? head.stdout.trimEnd().replace(/^origin\//, '') : undefined
  const names = [...new Set([...remote, ...local])]
  const guess = ['main', 'master'].find((name) => names.includes(name)) ?? 'main'
  return { defaultBranch: named ?? guess, names, remote }
}
