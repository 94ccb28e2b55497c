import { readFile, writeFile } from 'node:fs/promises'
import { lockFolder } from '../engine/folder-lock.ts'

// Adds one to `<folder>.count` again and again, each time under the folder's lock and in two steps that another one would disturb.
const [, , folder = '', times = '0'] = process.argv
for (let round = 0; round < Number(times); round++) {
  const lock = await lockFolder(folder, 60_000)
  if (lock === 'busy') throw new Error('The lock was not to be had.')
  const count = Number(await readFile(`${folder}.count`, 'utf8'))
  await writeFile(`${folder}.count`, String(count + 1))
  await lock.release()
}
