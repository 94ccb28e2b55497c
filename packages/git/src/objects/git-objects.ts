import type { Commit, GitObjects, Oid } from '@stagecoach/core'
import { gitFailed } from '../process/git-process.ts'
import type { GitProcess } from '../process/git-process.ts'
import { formatCommit, formatTag, parseCommit, parseTag } from './commit-format.ts'
import { checkOid } from './object-reader.ts'
import type { ObjectReader } from './object-reader.ts'
import type { ObjectWriter } from './object-writer.ts'
import { toBytePath } from './path-bytes.ts'
import { editTree } from './tree-edit.ts'
import { folderMode } from './tree-format.ts'
import { diffTrees, listTree } from './tree-walk.ts'
import { emptyTree, Trees } from './trees.ts'

/** The objects of one repository. Reading goes through one process that stays, writing through files; only ancestry starts processes. */
export function gitObjects(git: GitProcess, reader: ObjectReader, writer: ObjectWriter): GitObjects {
  const trees = new Trees(reader, writer)
  const commit = async (oid: Oid): Promise<Commit> => parseCommit(oid, await reader.readAs(oid, 'commit'))
  const tree = (treeish: Oid): Promise<Oid> => treeOf(reader, treeish)
  const at = async (treeish: Oid, path: string) => trees.at(await tree(treeish), path.split('/').map(toBytePath))
  return {
    commit,
    tree,
    readBlob: (oid) => reader.readAs(oid, 'blob'),
    async readFile(treeish, path) {
      const item = await at(treeish, path)
      return item === undefined || !item.mode.startsWith('100') ? undefined : reader.readAs(item.oid, 'blob')
    },
    async list(treeish, folder) {
      if (folder === undefined) return listTree(trees, await tree(treeish), '')
      const name = folder.replace(/\/+$/, '')
      const item = await at(treeish, name)
      return item?.mode === folderMode ? listTree(trees, item.oid, `${toBytePath(name)}/`) : []
    },
    diff: async (before, after) => diffTrees(trees, await tree(before), await tree(after)),
    ...ancestry(git, commit),
    writeBlob: (bytes) => Promise.resolve(writer.write('blob', bytes)),
    editTree: async (root, edits) => editTree(trees, root === undefined ? undefined : await tree(root), edits),
    writeCommit: (fields) => Promise.resolve(writer.write('commit', formatCommit(fields))),
    async writeTag(fields) {
      return writer.write('tag', formatTag(fields, (await reader.read(fields.object)).type))
    },
  }
}

type Ancestry = Pick<GitObjects, 'mergeBase' | 'isAncestor' | 'log'>

/** A commit and itself need no process; that it is one is still looked up. */
function ancestry(git: GitProcess, commit: (oid: Oid) => Promise<Commit>): Ancestry {
  return {
    async mergeBase(a, b) {
      if (a === b) return (await commit(a)).oid
      const args = ['merge-base', checkOid(a), checkOid(b)]
      const exit = await git.run(args)
      if (exit.code === 0) return exit.stdout.toString('latin1').trim()
      if (exit.code === 1 && exit.stderr === '') return undefined
      throw gitFailed(args, exit)
    },
    async isAncestor(ancestor, descendant) {
      if (ancestor === descendant) return (await commit(ancestor)).oid === descendant
      const args = ['merge-base', '--is-ancestor', checkOid(ancestor), checkOid(descendant)]
      const exit = await git.run(args)
      if (exit.code > 1 || exit.code < 0) throw gitFailed(args, exit)
      return exit.code === 0
    },
    async log(base, head, options) {
      if (base === head) {
        await commit(head)
        return []
      }
      const range = base === undefined ? [checkOid(head)] : [checkOid(head), `^${checkOid(base)}`]
      const out = await git.must(['rev-list', ...(options?.firstParent === true ? ['--first-parent'] : []), ...range])
      const oids = out.toString('latin1').split('\n').filter(Boolean)
      return Promise.all(oids.map(commit))
    },
  }
}

async function treeOf(reader: ObjectReader, treeish: Oid): Promise<Oid> {
  if (treeish === emptyTree) return treeish
  const object = await reader.read(treeish)
  if (object.type === 'tree') return treeish
  if (object.type === 'tag') return treeOf(reader, parseTag(object.bytes).object)
  if (object.type === 'commit') return parseCommit(treeish, object.bytes).tree
  return reader.readAs(treeish, 'tree').then(() => treeish)
}
