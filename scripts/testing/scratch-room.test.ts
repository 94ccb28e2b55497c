import { rm, stat } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { makeScratch } from './scratch-room.ts'

it('makes a new folder that lets another account through, as a server of its own needs', async () => {
  const [one, other] = [await makeScratch(), await makeScratch()]
  try {
    expect(one).not.toBe(other)
    expect((await stat(one)).mode & 0o777).toBe(0o711)
  } finally {
    await rm(one, { recursive: true })
    await rm(other, { recursive: true })
  }
})
