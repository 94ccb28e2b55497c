import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { constants, deflateSync } from 'node:zlib'
import type { Oid } from '@stagecoach/core'
import type { ObjectType } from './object-reader.ts'

/** Writes loose objects as gitrepository-layout(5) describes them, without starting a process for each: a promotion writes dozens. */
export class ObjectWriter {
  readonly #objects: string
  readonly #written = new Set<Oid>()

  constructor(directory: string) {
    this.#objects = join(directory, 'objects')
  }

  write(type: ObjectType, bytes: Uint8Array): Oid {
    const header = Buffer.from(`${type} ${bytes.length}\0`, 'latin1')
    const oid = createHash('sha1').update(header).update(bytes).digest('hex')
    if (this.#written.has(oid)) return oid
    const path = join(this.#objects, oid.slice(0, 2), oid.slice(2))
    if (!existsSync(path)) store(path, Buffer.concat([header, bytes]))
    this.#written.add(oid)
    return oid
  }
}

/** Under another name first: a reader never sees half an object. git's own clean-up knows `tmp_obj_`. */
function store(path: string, content: Buffer): void {
  mkdirSync(dirname(path), { recursive: true })
  const temporary = join(dirname(path), `tmp_obj_${randomBytes(6).toString('hex')}`)
  writeFileSync(temporary, deflateSync(content, { level: constants.Z_BEST_SPEED }), { mode: 0o444 })
  renameSync(temporary, path)
}
