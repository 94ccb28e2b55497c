import type { ChangedFile } from './changed-files.ts'
import type { Commit } from './commits.ts'
import type { ChangedPath } from './diff-trees.ts'
import { Memo } from './memo.ts'
import { ObjectReader } from './object-reader.ts'
import type { ObjectFacts } from './object-reader.ts'
import { git } from './run-git.ts'
import type { TreeItem } from './tree-files.ts'

/** One bare repository on disk. Refs are read from it each time; only what follows from object ids alone is remembered. */
export class BareRepository {
  readonly path: string
  readonly objects: ObjectReader
  readonly facts = new Memo<ObjectFacts>(20_000)
  readonly commits = new Memo<Commit>(20_000)
  readonly trees = new Memo<readonly TreeItem[]>(10_000)
  readonly logs = new Memo<readonly Commit[]>(500)
  readonly diffs = new Memo<readonly ChangedFile[]>(500)
  readonly paths = new Memo<readonly ChangedPath[]>(2_000)
  readonly ancestry = new Memo<boolean>(20_000)
  readonly bases = new Memo<string | undefined>(5_000)
  /** What git says of itself when a client begins to talk to it. */
  readonly capabilities = new Memo<Buffer>(10)
  readonly merges = new Memo<string | undefined>(5_000)
  #pushes = 0

  constructor(path: string) {
    this.path = path
    this.objects = new ObjectReader(path)
  }

  /** Counts a push. Now and then the objects that pushes left one by one are packed, as every server does: else each fetch would pack them anew. */
  async tidyAfterPush(): Promise<void> {
    this.#pushes += 1
    if (this.#pushes % 32 === 0) await git(this.path, ['repack', '--quiet'])
  }

  /** Ends the process that reads objects. */
  close(): void {
    this.objects.close()
  }
}
