import { expect, it } from 'vitest'
import { sha256 } from '../digest.ts'
import { readList } from './read-list.ts'

it('reads paths in order, with digests where they stand, and no comments', () => {
  const digest = sha256('a')
  const { applied } = readList('ran.txt', `# what ran\n\nsql/1.sql\r\nsha256:${digest} sql/2.sql\n`)
  expect(applied).toEqual([
    { id: 'sql/1.sql', kind: 'file' },
    { id: 'sql/2.sql', kind: 'file', checksum: digest },
  ])
})

it('names every line that is no entry, or comes twice', () => {
  expect(() => readList('ran.txt', 'a.sql\nb.sql c.sql\na.sql\n')).toThrow(
    /ran\.txt:2: is not[^]*ran\.txt:3: names a\.sql a second time/,
  )
})
