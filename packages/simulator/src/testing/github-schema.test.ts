import { expect, test } from 'vitest'
import { GithubSchema } from './github-schema.ts'

test('an answer that lacks what GitHub promises is found, with its place', () => {
  const schema = new GithubSchema()
  const path = '/repos/acme/shop/git/ref/heads%2Fmain'
  const object = { type: 'commit', sha: 'a'.repeat(40), url: 'http://127.0.0.1:1/x' }
  const good = { ref: 'refs/heads/main', node_id: 'x', url: 'http://127.0.0.1:1/x', object }
  expect(schema.problems('GET', path, 200, undefined, good)).toEqual([])
  expect(schema.problems('GET', path, 200, undefined, { ...good, object: { ...object, sha: 12 } })).toEqual([
    expect.stringContaining('/object/sha must be string'),
  ])
  expect(schema.problems('GET', path, 418, undefined, {})).toEqual([expect.stringContaining('status 418 is not declared')])
})

test('a request that GitHub would not take is found, and null is taken where the description says nullable', () => {
  const schema = new GithubSchema()
  const commit = { sha: 'a'.repeat(40), merged: true, message: 'ok' }
  const merge = ['PUT', '/repos/acme/shop/pulls/1/merge', 200] as const
  expect(schema.problems(...merge, null, commit)).toEqual([])
  expect(schema.problems(...merge, { merge_method: 'octopus' }, commit)).toEqual([expect.stringContaining('/merge_method')])
})
