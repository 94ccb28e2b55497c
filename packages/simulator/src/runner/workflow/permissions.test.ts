import { expect, test } from 'vitest'
import { parsePermissions, tokenPermissions } from './permissions.ts'

test('a named permission sets all others to none, and the job wins over the workflow', () => {
  const workflow = parsePermissions({ contents: 'write' })
  const job = parsePermissions({ statuses: 'write', issues: 'none' })
  expect(tokenPermissions(workflow, job, {})).toEqual({ statuses: 'write', metadata: 'read' })
  expect(tokenPermissions(workflow, undefined, { issues: 'write' })).toEqual({ contents: 'write', metadata: 'read' })
  expect(tokenPermissions(undefined, undefined, { issues: 'write' })).toEqual({ issues: 'write', metadata: 'read' })
})

test('an empty map leaves nothing but metadata', () => {
  expect(tokenPermissions(parsePermissions({}), undefined, { contents: 'write' })).toEqual({ metadata: 'read' })
})

test('read-all and write-all name every permission', () => {
  expect(parsePermissions('read-all')).toMatchObject({ contents: 'read', statuses: 'read' })
  expect(parsePermissions('read-all')).not.toHaveProperty('id-token')
  expect(parsePermissions('write-all')).toMatchObject({ contents: 'write', 'id-token': 'write' })
})

test.each([['none'], [{ content: 'read' }], [{ contents: 'admin' }]])('refuses %j', (value) => {
  expect(() => parsePermissions(value)).toThrow()
})
