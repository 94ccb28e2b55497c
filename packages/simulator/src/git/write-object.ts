import { createHash, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { constants, deflateSync } from 'node:zlib'
import type { BareRepository } from './bare-repository.ts'

/** Writes a loose object as gitrepository-layout(5) describes it, because a process for each is what a busy server spends its time on. */
export function writeObject(bare: BareRepository, type: 'commit', content: Buffer): string {
  const bytes = Buffer.concat([Buffer.from(`${type} ${content.length}\0`), content])
  const sha = createHash('sha1').update(bytes).digest('hex')
  const file = join(bare.path, 'objects', sha.slice(0, 2), sha.slice(2))
  if (existsSync(file)) return sha
  mkdirSync(dirname(file), { recursive: true })
  // Under another name first: a reader never sees half an object.
  const temporary = join(dirname(file), `tmp_obj_${randomUUID()}`)
  writeFileSync(temporary, deflateSync(bytes, { level: constants.Z_BEST_SPEED }), { mode: 0o444 })
  renameSync(temporary, file)
  return sha
}
