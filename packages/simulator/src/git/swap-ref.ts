import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { BareRepository } from './bare-repository.ts'
import { readRef, zeroId } from './refs.ts'
import { git, GitFailure } from './run-git.ts'

/** Takes git's lock of a ref, a file beside it; false when somebody has it. */
function lock(file: string, content: string): boolean {
  try {
    writeFileSync(`${file}.lock`, content, { flag: 'wx' })
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

/** Whether a new ref of this name is in nobody's way: no ref is packed, and none is called like one of its folders. */
function isFree(bare: BareRepository, name: string): boolean {
  // Nobody but the server makes refs below refs/pull, two for each number.
  if (name.startsWith('refs/pull/')) return true
  if (existsSync(join(bare.path, 'packed-refs'))) return false
  const folders = name.split('/').slice(0, -1)
  return folders.every((_, depth) => {
    const found = statSync(join(bare.path, ...folders.slice(0, depth + 1)), { throwIfNoEntry: false })
    return found === undefined || found.isDirectory()
  })
}

/**
 * Moves a ref as git does, without a process. Undefined when that is left to git: the ref has no file of its own to be
 * replaced and may not simply be given one (it may be packed, or its name may be in the way of another), or somebody has its lock.
 */
function swapFile(bare: BareRepository, name: string, expected: string | undefined, next: string): boolean | undefined {
  const file = join(bare.path, name)
  if (!existsSync(file)) {
    if (expected !== undefined || !isFree(bare, name)) return undefined
    mkdirSync(dirname(file), { recursive: true })
  } else if (statSync(file).isDirectory()) return undefined
  if (!lock(file, `${next}\n`)) return undefined
  const asExpected = readRef(bare, name) === expected
  if (asExpected) renameSync(`${file}.lock`, file)
  else rmSync(`${file}.lock`)
  return asExpected
}

/** Deletes a ref as git does, without a process. Undefined when that is left to git: packed refs would show again what its file hid, or somebody has its lock. */
function deleteFile(bare: BareRepository, name: string, expected: string | undefined): boolean | undefined {
  const file = join(bare.path, name)
  if (existsSync(join(bare.path, 'packed-refs')) || !existsSync(file) || statSync(file).isDirectory()) return undefined
  if (!lock(file, '')) return undefined
  const asExpected = readRef(bare, name) === expected
  if (asExpected) rmSync(file)
  rmSync(`${file}.lock`)
  if (asExpected) removeEmptyFolders(bare, name)
  return asExpected
}

/** An empty folder would be in the way of a ref of its name; `refs/heads` and its like stay. */
function removeEmptyFolders(bare: BareRepository, name: string): void {
  const folders = name.split('/').slice(0, -1)
  for (let depth = folders.length; depth > 2; depth -= 1) {
    const folder = join(bare.path, ...folders.slice(0, depth))
    if (readdirSync(folder).length > 0) return
    rmdirSync(folder)
  }
}

/** Compare-and-swap; `undefined` means absent on either side. False when the ref was not as expected. */
export async function swapRef(
  bare: BareRepository,
  name: string,
  expected: string | undefined,
  next: string | undefined,
): Promise<boolean> {
  // A ref that is absent before and after is how it should be.
  if (expected === undefined && next === undefined) return readRef(bare, name) === undefined
  const swapped = next === undefined ? deleteFile(bare, name, expected) : swapFile(bare, name, expected, next)
  if (swapped !== undefined) return swapped
  const args =
    next === undefined ? ['update-ref', '-d', name, expected ?? zeroId] : ['update-ref', name, next, expected ?? zeroId]
  try {
    await git(bare.path, args)
    return true
  } catch (error) {
    if (error instanceof GitFailure) return false
    throw error
  }
}
