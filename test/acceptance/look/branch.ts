import { git } from '../../story/stage/git-person.ts'

/** A package as an environment's branch names it in `.stagecoach/packages/<name>.json`. */
export interface HeldPackage {
  name: string
  version: string
  digest: string
  source: string
}

/** Tree id of a branch, commit or tag of a bare repository, or of a folder in it. */
export async function treeOf(bare: string, revision: string, folder = ''): Promise<string> {
  return git(bare, ['rev-parse', '--verify', `${revision}:${folder}`])
}

/** All paths of a revision, sorted, below `folder` when given. */
export async function pathsOf(bare: string, revision: string, folder?: string): Promise<string[]> {
  const listed = await git(bare, [
    'ls-tree',
    '-r',
    '-z',
    '--name-only',
    revision,
    ...(folder === undefined ? [] : ['--', folder]),
  ])
  return listed.split('\0').filter((path) => path !== '')
}

/** Content of one file, undefined where there is none. */
export async function fileAt(bare: string, revision: string, path: string): Promise<string | undefined> {
  if (!(await pathsOf(bare, revision, path)).includes(path)) return undefined
  return git(bare, ['cat-file', 'blob', `${revision}:${path}`])
}

/** What the branch says it holds, by name. */
export async function packagesOf(bare: string, branch: string): Promise<Map<string, HeldPackage>> {
  const paths = (await pathsOf(bare, branch, '.stagecoach/packages/')).filter((path) => path.endsWith('.json'))
  const texts = await Promise.all(paths.map((path) => fileAt(bare, branch, path)))
  const held = texts.map((text) => JSON.parse(text ?? 'null') as HeldPackage)
  return new Map(held.map((each) => [each.name, each]))
}

/** Names of the refs below a prefix. */
export async function refsOf(bare: string, prefix: string): Promise<string[]> {
  const listed = await git(bare, ['for-each-ref', '--format=%(refname)', prefix])
  return listed.split('\n').filter((ref) => ref !== '')
}
