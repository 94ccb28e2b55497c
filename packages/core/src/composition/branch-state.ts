import * as z from 'zod'
import { canonicalJson } from '../digest.ts'
import { StagecoachError } from '../error.ts'
import { oidSchema, packageRefSchema } from '../package/package-ref-schema.ts'
import type { Oid, PackageRef } from '../package/package.ts'
import type { GitObjects, TreeEntry } from '../ports/git.ts'
import { canonicalOrder } from './composition.ts'

/** What a commit of an environment's branch says of itself. */
export interface BranchState {
  /** Tree id without `.stagecoach/`. */
  content: Oid
  /** In canonical order. */
  packages: PackageRef[]
  /** The production commit whose content the branch contains; undefined on production itself and before the first sync. */
  baseline?: Oid
}

export const stateFolder = '.stagecoach'
export const baselinePath = `${stateFolder}/baseline.json`
const packagePath = /^\.stagecoach\/packages\/([a-z0-9][a-z0-9-]{0,62})\.json$/
const baselineSchema = z.strictObject({ commit: oidSchema })

export function packageStatePath(name: string): string {
  return `${stateFolder}/packages/${name}.json`
}

/** Reads `.stagecoach/` of a commit or tree. Strict: unknown files, unknown members and bytes that Stagecoach would not have written are refused.
 *  @throws StagecoachError `state-invalid` with the path, `state-format-newer` */
export async function readState(git: GitObjects, treeish: Oid): Promise<BranchState> {
  const entries = await git.list(treeish, stateFolder)
  const packages: PackageRef[] = []
  let baseline: Oid | undefined
  for (const entry of entries) {
    const text = await readEntry(git, entry)
    if (entry.path === baselinePath) baseline = parseState(entry.path, text, baselineSchema).commit
    else packages.push(parsePackage(entry.path, text))
  }
  const content = await contentOf(git, treeish, entries)
  return { content, packages: canonicalOrder(packages), ...(baseline === undefined ? {} : { baseline }) }
}

/** The tree of a content that holds these packages. The same arguments give the same tree id. */
export async function writeState(
  git: GitObjects,
  content: Oid,
  packages: readonly PackageRef[],
  baseline: Oid | undefined,
): Promise<Oid> {
  const edits = new Map<string, { mode: string; oid: Oid } | undefined>()
  for (const entry of await git.list(content, stateFolder)) edits.set(entry.path, undefined)
  const put = async (path: string, value: object): Promise<void> => {
    edits.set(path, { mode: '100644', oid: await git.writeBlob(Buffer.from(formatState(value))) })
  }
  for (const each of packages) await put(packageStatePath(each.name), each)
  if (baseline !== undefined) await put(baselinePath, { commit: baseline })
  return git.editTree(await git.tree(content), edits)
}

/** Content id of a commit or tree: its tree without `.stagecoach/`. */
export async function contentId(git: GitObjects, treeish: Oid): Promise<Oid> {
  return contentOf(git, treeish, await git.list(treeish, stateFolder))
}

async function contentOf(git: GitObjects, treeish: Oid, entries: readonly TreeEntry[]): Promise<Oid> {
  const tree = await git.tree(treeish)
  // Each file by name: taking out the last one takes the folder with it, whatever git implementation is underneath.
  return entries.length === 0 ? tree : git.editTree(tree, new Map(entries.map((entry) => [entry.path, undefined])))
}

async function readEntry(git: GitObjects, entry: TreeEntry): Promise<string> {
  if (entry.mode !== '100644') throw invalid(entry.path, `has mode ${entry.mode} and is no plain file`)
  return Buffer.from(await git.readBlob(entry.oid)).toString('utf8')
}

function parsePackage(path: string, text: string): PackageRef {
  const name = packagePath.exec(path)?.[1]
  if (name === undefined) throw invalid(path, 'is no file that Stagecoach keeps')
  const ref = parseState(path, text, packageRefSchema)
  if (ref.name !== name) throw invalid(path, `speaks of the package '${ref.name}'`)
  return ref
}

function formatState(value: object): string {
  return `${canonicalJson({ schema: 1, ...value })}\n`
}

function parseState<T extends object>(path: string, text: string, schema: z.ZodType<T>): T {
  const json = parseJson(path, text)
  if (typeof json['schema'] === 'number' && json['schema'] > 1) {
    throw new StagecoachError('state-format-newer', `'${path}' was written by a newer Stagecoach (format ${json['schema']}).`, {
      hint: 'Use the newest version of the Stagecoach actions.',
    })
  }
  const { schema: version, ...rest } = json
  if (version !== 1) throw invalid(path, 'does not say `"schema": 1`')
  const parsed = schema.safeParse(rest)
  if (!parsed.success) throw invalid(path, describe(parsed.error))
  if (formatState(parsed.data) !== text) throw invalid(path, 'is not written as canonical JSON with one newline at the end')
  return parsed.data
}

function parseJson(path: string, text: string): Record<string, unknown> {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text))
  } catch (cause) {
    throw invalid(path, 'is no JSON object', cause)
  }
}

function describe(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`.trim()).join('; ')
}

function invalid(path: string, what: string, cause?: unknown): StagecoachError {
  return new StagecoachError('state-invalid', `'${path}' ${what}.`, {
    hint: 'Only Stagecoach writes below .stagecoach/. Restore the file from the environment branch before that commit.',
    cause,
  })
}
