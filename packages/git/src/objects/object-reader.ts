import { StagecoachError } from '@stagecoach/core'
import type { Oid } from '@stagecoach/core'
import { Conversation } from '../process/conversation.ts'
import type { ByteQueue } from '../process/byte-queue.ts'
import type { GitProcess } from '../process/git-process.ts'

export type ObjectType = 'blob' | 'tree' | 'commit' | 'tag'

export interface GitObject {
  type: ObjectType
  bytes: Buffer
}

const oidPattern = /^[0-9a-f]{40}$/

/** @throws StagecoachError `object-name-invalid`: only full ids reach git, so no name can be taken for an option or another revision */
export function checkOid(oid: string): Oid {
  if (!oidPattern.test(oid)) throw new StagecoachError('object-name-invalid', `'${oid}' is no git object id.`)
  return oid
}

/** Reads objects through one `git cat-file --batch` that stays. */
export class ObjectReader {
  readonly #conversation: Conversation<GitObject | 'missing'>

  constructor(git: GitProcess) {
    this.#conversation = new Conversation(
      () => git.start(['cat-file', '--batch']),
      () => answerReader(),
    )
  }

  /** @throws StagecoachError `object-missing` */
  async read(oid: Oid): Promise<GitObject> {
    const object = await this.#conversation.ask(`${checkOid(oid)}\n`).catch((cause: unknown) => {
      throw new StagecoachError('object-unreadable', `git could not read object '${oid}'.`, { cause })
    })
    if (object === 'missing') {
      throw new StagecoachError('object-missing', `The repository has no object '${oid}'.`, {
        hint: 'The ref that leads to it was not fetched, or was deleted.',
      })
    }
    return object
  }

  async readAs(oid: Oid, type: ObjectType): Promise<Buffer> {
    const object = await this.read(oid)
    if (object.type !== type) throw new StagecoachError('object-type', `Object '${oid}' is a ${object.type}, not a ${type}.`)
    return object.bytes
  }

  close(): void {
    this.#conversation.close()
  }
}

function answerReader(): (queue: ByteQueue) => GitObject | 'missing' | undefined {
  let header: { type: ObjectType; size: number } | undefined
  return (queue) => {
    if (header === undefined) {
      const line = queue.takeUntil(0x0a)?.toString('latin1')
      if (line === undefined) return undefined
      const [, type, size] = line.split(' ')
      if (size === undefined) return 'missing'
      // `cat-file --batch` knows these four words only.
      header = { type: type as ObjectType, size: Number(size) }
    }
    const bytes = queue.takeBytes(header.size + 1)
    return bytes === undefined ? undefined : { type: header.type, bytes: bytes.subarray(0, -1) }
  }
}
