import { spawnSync } from 'node:child_process'
import { chmod, mkdtemp, rm, statfs, writeFile } from 'node:fs/promises'
import { freemem, tmpdir } from 'node:os'
import { join } from 'node:path'

/** Bytes that a whole run of the tests may take, and bytes of memory that must be left beside them. */
const need = { scratch: 3e9, beside: 6e9 }
const memory = '/dev/shm'
/** TMPFS_MAGIC of Linux's statfs(2). */
const tmpfs = 0x01021994

/**
 * Makes the folder in which a run of the tests writes all it writes: tests make and remove some hundred thousand small
 * files, which costs least in a file system in memory. Others may pass through it, as the account of
 * a PostgreSQL server of ours must.
 */
export async function makeScratch(): Promise<string> {
  const folder = await mkdtemp(join((await fitsInMemory()) ? memory : tmpdir(), 'stagecoach-test-'))
  await chmod(folder, 0o711)
  return folder
}

/** Whether there is a file system in memory with room enough, beside memory enough, that lets programs start. */
async function fitsInMemory(): Promise<boolean> {
  if (freemem() < need.scratch + need.beside) return false
  const found = await statfs(memory).catch(() => undefined)
  if (found?.type !== tmpfs || found.bavail * found.bsize < need.scratch) return false
  return startsPrograms(memory)
}

/** False on one that is mounted `noexec`, or that we may not write to. */
async function startsPrograms(folder: string): Promise<boolean> {
  const own = await mkdtemp(join(folder, 'stagecoach-probe-')).catch(() => undefined)
  if (own === undefined) return false
  try {
    const program = join(own, 'program')
    await writeFile(program, '#!/bin/sh\nexit 0\n', { mode: 0o755 })
    return spawnSync(program, { stdio: 'ignore' }).status === 0
  } finally {
    await rm(own, { recursive: true, force: true })
  }
}
